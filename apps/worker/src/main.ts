import { createDb } from "@annex/db";
import { createApp, runUntilSignal } from "@annex/service";
import { readWorkerEnv } from "./env.ts";
import { createMailer } from "./mail/create-mailer.ts";
import { metricsRoute } from "./metrics/metrics-route.ts";
import { startWorker } from "./start-worker.ts";

const env = readWorkerEnv();
const app = createApp({ name: "worker", logLevel: env.LOG_LEVEL, bodyLimit: 1024 });
const db = createDb({ appUrl: env.DATABASE_URL, operatorUrl: env.OPERATOR_DATABASE_URL, poolSize: 2 });
metricsRoute(app, { db, token: env.METRICS_TOKEN });
const worker = await startWorker({
  appUrl: env.DATABASE_URL,
  operatorUrl: env.OPERATOR_DATABASE_URL,
  masterKey: env.ANNEX_MASTER_KEY,
  credentials: env.CELL_CREDENTIALS,
  sources: env.sources,
  webhookHosts: env.WEBHOOK_HOSTS,
  recoverAfterMs: env.RECOVER_AFTER_MS,
  mailer: env.SMTP_URL ? createMailer({ url: env.SMTP_URL, from: env.MAIL_FROM }) : null,
  dataPlaneUrl: env.DATA_PLANE_URL,
  identityUrl: env.IDENTITY_URL,
  otlp: env.otlp,
  log: (level, message, detail = {}) => app.log[level](detail, message),
});
runUntilSignal(async () => {
  await app.close();
  await worker.close();
  await db.close();
});
await app.listen({ host: env.HOST, port: env.PORT });
