import { createJobSender, type JobData, jobSchemas, mailForgotPassword, type QueueName } from "@annex/control-plane";
import { PgBoss } from "pg-boss";
import type { z } from "zod";
import { compareCell } from "../cells/compare-cell.ts";
import { runDeployments } from "../deploy/run-deployments.ts";
import { watchShift } from "../deploy/watch-shifts.ts";
import { buildLayer } from "../layers/build-layer.ts";
import { sendMail } from "../mail/send-mail.ts";
import { resolvePackageTypes } from "../package-types/resolve-package-types.ts";
import { reap } from "../reap/reap.ts";
import { runSelfTest } from "../self-test/run-self-test.ts";
import { runTest } from "../test-run/run-test.ts";
import { deliverWebhook } from "../webhooks/deliver-webhook.ts";
import type { WorkerContext } from "../worker-context.ts";
import { giveBack, type LostJob } from "./give-back.ts";

interface Queue<T> {
  readonly queue: QueueName;
  readonly schema: z.ZodType<T>;
  /** Jobs that this process works at together. */
  readonly atOnce: number;
  /** Of these, one tenant's; all of them where it is left out. */
  readonly ofOneTenant?: number;
  work(data: T, lastTry: boolean): Promise<void>;
}

export interface Consumer {
  /** Gives work that a dead worker left its job again; see `giveBack`. */
  giveBack<Q extends QueueName>(job: LostJob<Q>): Promise<boolean>;
  /** Ends when the jobs under way have ended, or after the given time. */
  close(timeoutMs: number): Promise<void>;
}

/** Takes jobs from the queues: by LISTEN within milliseconds, by polling as the net. */
export async function consumeJobs(ctx: WorkerContext, url: string): Promise<Consumer> {
  const boss = new PgBoss({
    connectionString: url,
    max: 6,
    migrate: false,
    createSchema: false,
    schedule: false,
    useListenNotify: true,
  });
  boss.on("error", (error) => ctx.log("error", "job queue", { cause: String(error) }));
  await boss.start();
  const take = <T>({ queue, schema, atOnce, ofOneTenant = atOnce, work }: Queue<T>) =>
    boss.work(
      queue,
      {
        ...{ batchSize: 1, pollingIntervalSeconds: 2, includeMetadata: true },
        ...{ localConcurrency: atOnce, localGroupConcurrency: ofOneTenant },
        // who found only jobs of a tenant that has its part looks again then; others wait to be told
        ...(ofOneTenant < atOnce ? { notifyPollingIntervalSeconds: 4 } : {}),
      },
      async ([job]) => {
        if (job) await work(schema.parse(job.data), job.retryCount >= job.retryLimit);
      },
    );
  const deployment = { schema: jobSchemas.deploy, atOnce: 4, ofOneTenant: 3 };
  const deploy = (data: JobData<"deploy">, lastTry: boolean) => runDeployments(ctx, data, lastTry);
  const test = (data: JobData<"test-run">) => runTest(ctx, data);
  const remove = (data: JobData<"delete-function">) => reap(ctx, data.functionId);
  await take({ queue: "deploy", ...deployment, work: deploy });
  await take({ queue: "roll-back", ...deployment, work: deploy });
  await take({ queue: "shift", schema: jobSchemas.shift, atOnce: 2, work: (data) => watchShift(ctx, data) });
  const tell = (data: JobData<"deliver-webhook">, lastTry: boolean) => deliverWebhook(ctx, data.deliveryId, lastTry);
  const hook = { schema: jobSchemas["deliver-webhook"], atOnce: 8, ofOneTenant: 2 };
  await take({ queue: "deliver-webhook", ...hook, work: tell });
  const mail = (data: JobData<"send-mail">, lastTry: boolean) => sendMail(ctx, data.mailId, lastTry);
  await take({ queue: "send-mail", schema: jobSchemas["send-mail"], atOnce: 2, work: mail });
  await take({ queue: "test-run", schema: jobSchemas["test-run"], atOnce: 6, ofOneTenant: 4, work: test });
  const types = (data: JobData<"package-types">, lastTry: boolean) => resolvePackageTypes(ctx, data, lastTry);
  const twoTenants = { atOnce: 2, ofOneTenant: 1 };
  await take({ queue: "package-types", schema: jobSchemas["package-types"], ...twoTenants, work: types });
  const layer = (data: JobData<"layer-build">, lastTry: boolean) => buildLayer(ctx, data, lastTry);
  await take({ queue: "layer-build", schema: jobSchemas["layer-build"], ...twoTenants, work: layer });
  await take({ queue: "delete-function", schema: jobSchemas["delete-function"], atOnce: 2, work: remove });
  const compare = (data: JobData<"compare-cell">) => compareCell(ctx, data.cellId);
  await take({ queue: "compare-cell", schema: jobSchemas["compare-cell"], atOnce: 1, work: compare });
  const sender = await createJobSender(url);
  const { db, masterKey } = ctx;
  const forgot = (data: JobData<"forgot-password">) => mailForgotPassword({ db, masterKey, jobs: sender }, data);
  await take({ queue: "forgot-password", schema: jobSchemas["forgot-password"], atOnce: 1, work: forgot });
  const attack = (data: JobData<"self-test">) => runSelfTest(ctx, data.selfTestId, sender);
  await take({ queue: "self-test", schema: jobSchemas["self-test"], atOnce: 1, work: attack });
  return {
    giveBack: (job) => giveBack(boss, job),
    async close(timeoutMs) {
      await boss.stop({ graceful: true, timeout: timeoutMs });
      await sender.close();
    },
  };
}
