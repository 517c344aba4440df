// The data plane with a ledger that is the least that a durable row can be: what it knows of each invocation as one text
// in a table without an index, a policy or a trigger, gathered for as long as the ledger gathers and written in one
// statement. Nobody could find anything in it. Only the benchmark can start it so.
// Argument: the folder of the data plane's sources. The environment is the data plane's own.
import path from "node:path";
import { pathToFileURL } from "node:url";

const [sources] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(path.join(sources, file)).href);
const { env } = await load("env.ts");
const { dataPlaneOptions } = await load("options.ts");
const { createDataPlane } = await load("create-data-plane.ts");

const gatherMs = 120;
const dataPlane = await createDataPlane(dataPlaneOptions);
const { services } = dataPlane;
let waiting = [];
const write = async () => {
  const entries = waiting;
  waiting = [];
  const text = "INSERT INTO bench_rows SELECT * FROM unnest($1::text[])";
  const lines = entries.map((entry) => JSON.stringify(entry));
  await services.db.forTenant(entries[0].tenantId).write([{ name: "bench_rows", text, values: [lines] }]);
};
services.ledger.record = (entry) => {
  if (waiting.push(entry) === 1) setTimeout(write, gatherMs);
};
await dataPlane.app.listen({ host: env.HOST, port: env.PORT });
process.once("SIGTERM", () => dataPlane.close().then(() => process.exit(0)));
