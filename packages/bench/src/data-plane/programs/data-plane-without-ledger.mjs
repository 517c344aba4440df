// The data plane without its ledger: what recording costs is the difference. Only the benchmark can start it so.
// Argument: the folder of the data plane's sources. The environment is the data plane's own.
import path from "node:path";
import { pathToFileURL } from "node:url";

const [sources] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(path.join(sources, file)).href);
const { env } = await load("env.ts");
const { createDataPlane } = await load("create-data-plane.ts");

const dataPlane = await createDataPlane({
  databaseUrl: env.DATABASE_URL,
  masterKey: env.ANNEX_MASTER_KEY,
  issuer: env.IDENTITY_ISSUER,
  jwksUrl: env.IDENTITY_JWKS_URL,
  credentials: env.CELL_CREDENTIALS,
  invokeDriver: env.INVOKE_DRIVER,
  acceptedAtOnce: env.ACCEPTED_AT_ONCE,
  cacheLifeMs: env.CACHE_LIFE_MS,
  invocationsAtOnce: env.INVOCATIONS_AT_ONCE,
  logLevel: env.LOG_LEVEL,
});
dataPlane.services.ledger.record = () => {};
await dataPlane.app.listen({ host: env.HOST, port: env.PORT });
process.once("SIGTERM", () => dataPlane.close().then(() => process.exit(0)));
