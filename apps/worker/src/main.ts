import { createServer } from "node:http";
import { readEnv } from "./env.ts";
import { startWorker } from "./start-worker.ts";
import type { Log } from "./worker-context.ts";

const log: Log = (level, message, detail = {}) => {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...detail })}\n`);
};

const env = readEnv();
const worker = await startWorker({
  appUrl: env.DATABASE_URL,
  operatorUrl: env.OPERATOR_DATABASE_URL,
  masterKey: env.ANNEX_MASTER_KEY,
  credentials: env.CELL_CREDENTIALS,
  registry: env.NPM_REGISTRY,
  extraCa: env.extraCa,
  log,
});

const health = createServer((request, response) => {
  const status = request.url === "/health" ? 200 : 404;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ status: status === 200 ? "ok" : "not_found" }));
});
health.listen(env.PORT, env.HOST, () => log("info", "worker ready", { port: env.PORT }));

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  health.close();
  health.closeAllConnections();
  await worker.close();
  process.exit(0);
}
process.once("SIGTERM", () => void stop());
process.once("SIGINT", () => void stop());
