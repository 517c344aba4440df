// The data plane without its ledger: what recording costs is the difference. Only the benchmark can start it so.
// Argument: the folder of the data plane's sources. The environment is the data plane's own.
import path from "node:path";
import { pathToFileURL } from "node:url";

const [sources] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(path.join(sources, file)).href);
const { env } = await load("env.ts");
const { dataPlaneOptions } = await load("options.ts");
const { createDataPlane } = await load("create-data-plane.ts");

const dataPlane = await createDataPlane(dataPlaneOptions);
dataPlane.services.ledger.record = () => {};
await dataPlane.app.listen({ host: env.HOST, port: env.PORT });
process.once("SIGTERM", () => dataPlane.close().then(() => process.exit(0)));
