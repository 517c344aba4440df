import { invokeDriverNames } from "@annex/aws";
import { parseMasterKey } from "@annex/envelope";
import { readEnv, samplerEnvSchema } from "@annex/service";
import { z } from "zod";

const credentialsSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });

export const env = readEnv(
  samplerEnvSchema.extend({
    HOST: z.string().default("127.0.0.1"),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3001),
    LOG_LEVEL: z.string().default("info"),
    DATABASE_URL: z.string(),
    ANNEX_MASTER_KEY: z.string().transform(parseMasterKey),
    IDENTITY_ISSUER: z.url(),
    IDENTITY_JWKS_URL: z.url(),
    /** Key of the user that may assume the invoke role; without it AWS's own chain gives one. */
    CELL_CREDENTIALS: z
      .string()
      .transform((text) => credentialsSchema.parse(JSON.parse(text)))
      .optional(),
    INVOKE_DRIVER: z.enum(invokeDriverNames).default("lean"),
    ACCEPTED_AT_ONCE: z.coerce.number().int().min(1).max(200).default(8),
    CACHE_LIFE_MS: z.coerce.number().int().min(0).max(600_000).default(30_000),
    /** Invocations under way at once, of all tenants: more wait for a place, fairly between the tenants. */
    INVOCATIONS_AT_ONCE: z.coerce.number().int().min(1).max(10_000).default(256),
  }),
  process.env,
);
