import type { CellCredentials } from "@annex/aws";
import { createJobSender, evaluateAlerts, removeUnusedCode, sealAudit } from "@annex/control-plane";
import { createDb } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { createExpressionPool } from "@annex/field-mapping/worker-pool";
import { type OtlpSettings, recoverInvocations } from "@annex/telemetry";
import { keepAccepted } from "./accepted/keep-accepted.ts";
import { followUsage } from "./budgets/follow-usage.ts";
import { createCells } from "./cells/cells.ts";
import { compareCells } from "./cells/compare-cell.ts";
import { keepCapacity } from "./cells/keep-capacity.ts";
import { watchShifts } from "./deploy/watch-shifts.ts";
import { repairDrift } from "./drift/repair-drift.ts";
import { consumeJobs } from "./jobs/consume-jobs.ts";
import { type Repetition, repeat } from "./jobs/repeat.ts";
import { ensureSdkLayer } from "./layers/ensure-sdk-layer.ts";
import { reapLayers } from "./layers/reap-layers.ts";
import { watchRollouts } from "./layers/watch-rollouts.ts";
import { followLogs } from "./logs/follow-logs.ts";
import { lookInTurn } from "./logs/look-in-turn.ts";
import type { Mailer } from "./mail/create-mailer.ts";
import { keepMails } from "./mail/keep-mails.ts";
import { sendTelemetry } from "./otlp/send-telemetry.ts";
import { reapOverdue } from "./reap/reap.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import { removeClosed } from "./remove-tenant/remove-closed.ts";
import { followLedger } from "./rollups/follow-ledger.ts";
import type { PackageSources } from "./runners/builder/package-sources.ts";
import { keepSelfTests } from "./self-test/keep-self-tests.ts";
import type { Log, WorkerContext } from "./worker-context.ts";

export interface WorkerOptions {
  readonly appUrl: string;
  readonly operatorUrl: string;
  readonly masterKey: MasterKey;
  readonly credentials: CellCredentials | undefined;
  readonly sources: PackageSources;
  readonly webhookHosts?: readonly string[];
  /** How old a function's REPORT has to be before its row is given up to be written by a data plane. */
  readonly recoverAfterMs?: number | undefined;
  readonly mailer?: Mailer | null;
  /** Where the isolation self-test comes in. */
  readonly dataPlaneUrl?: string;
  readonly identityUrl?: string;
  /** The collector of OpenTelemetry that traces, lines and metrics go to. */
  readonly otlp?: OtlpSettings | undefined;
  readonly log: Log;
}

export interface Worker {
  /** Ends within about four seconds; what is under way then is taken up again by the next start. */
  close(): Promise<void>;
}

const keepEveryMs = 60_000;
const removeUnusedEveryMs = 3_600_000;
const watchShiftsEveryMs = 1000;
const sealEveryMs = 2000;
const lookInTurnEveryMs = 1000;
const recoverEveryMs = 5000;
/** A data plane that lives has written its row long before. */
const recoverAfterMs = 120_000;
const keepSelfTestsEveryMs = 5000;
const evaluateAlertsEveryMs = 5000;
const drainMs = 3500;

async function prepareRunners(ctx: WorkerContext): Promise<void> {
  for (const { runners } of await ctx.cells.openAll()) await runners.ensureCommon();
}

/** Starts everything that the worker does: jobs, log ingestion, reconciliation, the platform's runners. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { appUrl, operatorUrl, masterKey, credentials, sources, mailer = null, log } = options;
  const webhookHosts = new Set(options.webhookHosts);
  const db = createDb({ appUrl, operatorUrl, poolSize: 20 });
  const cells = createCells({ db, credentials, sources });
  const { dataPlaneUrl = "http://127.0.0.1:3001", identityUrl = "http://127.0.0.1:3002" } = options;
  const doors = { dataPlane: dataPlaneUrl, identity: identityUrl, database: operatorUrl };
  // as a data plane's: what a test says of an expression is what a call would
  const pool = createExpressionPool();
  const { evaluateFor } = pool;
  const ctx: WorkerContext = { db, masterKey, cells, sources, webhookHosts, mailer, doors, evaluateFor, log };
  const tell = (what: string) => (error: unknown) => log("error", what, { cause: String(error) });
  const jobs = await consumeJobs(ctx, operatorUrl);
  const logs = await followLogs(ctx, operatorUrl);
  const accepted = await keepAccepted(ctx, operatorUrl);
  const ledger = await followLedger(ctx, operatorUrl);
  const usage = await followUsage(ctx, operatorUrl);
  // a cell that cannot be reached yet must not keep the worker from starting: each job tries again
  keepCapacity(ctx).catch(tell("capacity of cells"));
  prepareRunners(ctx).catch(tell("platform runners"));
  ensureSdkLayer(ctx).catch(tell("layer of the function SDK"));
  await reconcile(ctx, jobs, { olderThanMs: 0 }).catch(tell("reconciliation"));
  const sender = await createJobSender(operatorUrl);
  const repeated: Repetition[] = options.otlp ? sendTelemetry(ctx, options.otlp) : [];
  const every = (everyMs: number, what: string, work: () => Promise<unknown>) =>
    repeated.push(repeat(work, { everyMs, tell: tell(what) }));
  every(keepEveryMs, "outbox", () => keepMails(ctx, jobs));
  every(keepEveryMs, "bin", () => reapOverdue(ctx));
  every(keepEveryMs, "layers", () => reapLayers(ctx));
  every(keepEveryMs, "closed tenants", () => removeClosed(ctx));
  every(keepEveryMs, "drift", () => repairDrift(ctx));
  every(keepEveryMs, "reconciliation", () => reconcile(ctx, jobs, { olderThanMs: keepEveryMs }));
  every(keepEveryMs, "capacity of cells", () => keepCapacity(ctx));
  every(keepEveryMs, "comparison of cells", () => compareCells(ctx));
  every(watchShiftsEveryMs, "layer roll-outs", () => watchRollouts(ctx, sender));
  every(watchShiftsEveryMs, "shifts", () => watchShifts(ctx));
  every(sealEveryMs, "audit seals", () => sealAudit(db.operator));
  every(keepSelfTestsEveryMs, "self-tests", () => keepSelfTests(ctx));
  every(lookInTurnEveryMs, "logs in turn", () => lookInTurn(ctx));
  const olderThanMs = options.recoverAfterMs ?? recoverAfterMs;
  every(recoverEveryMs, "lost rows of the ledger", () => recoverInvocations(db.operator, { olderThanMs }));
  every(removeUnusedEveryMs, "unused code", async () => {
    const removed = await removeUnusedCode(db);
    if (removed > 0) log("info", "zips that nothing uses were removed", { removed });
  });
  every(evaluateAlertsEveryMs, "alerts", async () => {
    const changed = await evaluateAlerts({ db, jobs: sender, masterKey }, tell("alerts"));
    if (changed > 0) log("info", "alerts changed their state", { changed });
  });
  return {
    async close() {
      await Promise.all([...repeated.map((each) => each.stop()), accepted.close()]);
      await Promise.all([jobs.close(drainMs), logs.close(), ledger.close(), usage.close()]);
      await sender.close();
      await pool.close();
      cells.close();
      await db.close();
    },
  };
}
