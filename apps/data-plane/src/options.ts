import { traceSamplerOf } from "@annex/service";
import type { DataPlaneOptions } from "./create-data-plane.ts";
import { env } from "./env.ts";

/** What the environment makes of a data plane. */
export const dataPlaneOptions: DataPlaneOptions = {
  databaseUrl: env.DATABASE_URL,
  masterKey: env.ANNEX_MASTER_KEY,
  issuer: env.IDENTITY_ISSUER,
  jwksUrl: env.IDENTITY_JWKS_URL,
  credentials: env.CELL_CREDENTIALS,
  invokeDriver: env.INVOKE_DRIVER,
  acceptedAtOnce: env.ACCEPTED_AT_ONCE,
  cacheLifeMs: env.CACHE_LIFE_MS,
  invocationsAtOnce: env.INVOCATIONS_AT_ONCE,
  sampled: traceSamplerOf(env),
  logLevel: env.LOG_LEVEL,
};
