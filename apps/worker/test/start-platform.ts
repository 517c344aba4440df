import { randomBytes } from "node:crypto";
import type { Deployment, DraftContent, FieldValues, TestResult } from "@annex/contract";
import {
  createFunction,
  createJobSender,
  getDeployment,
  getTestRun,
  publishRelease,
  saveDraft,
  startTestRun,
  type TenantContext,
  underway,
} from "@annex/control-plane";
import type { Cell, Tenant } from "@annex/db";
import { parseMasterKey } from "@annex/envelope";
import { type FreshDatabase, freshDatabase, seedTenant, startEngine, type TestEngine } from "@annex/testing";
import { vi } from "vitest";
import type { PackageSources } from "../src/runners/builder/package-sources.ts";
import { startWorker, type Worker, type WorkerOptions } from "../src/start-worker.ts";

/** A database, an engine and a worker of the test file's own. */
export interface Platform {
  readonly fresh: FreshDatabase;
  readonly engine: TestEngine;
  readonly cell: Cell;
  readonly tenant: Tenant;
  readonly ctx: TenantContext;
  readonly options: WorkerOptions;
  readonly masterKey: string;
  /** Ends the worker and starts another one. */
  restartWorker(): Promise<void>;
  stopWorker(): Promise<void>;
  close(): Promise<void>;
}

const field = (name: string, type: string) => ({ path: `invoice.${name}`, type, label: name, required: false });

async function seedExtensionPoint({ db }: FreshDatabase): Promise<void> {
  const fields = [
    field("total", "number"),
    field("iban", "string"),
    field("riskScore", "number"),
    field("note", "string"),
  ];
  await db.operator.recordType.create({ data: { key: "invoice", name: "Invoice", fields } });
  await db.operator.extensionPoint.create({
    data: {
      key: "invoice.submitted",
      name: "Invoice submitted",
      recordTypeKey: "invoice",
      inputFields: ["invoice.total", "invoice.iban"],
      outputFields: ["invoice.riskScore", "invoice.note"],
      timeoutMs: 3000,
    },
  });
}

/** Names that a test's own registries stand behind, by the engine's aliases. */
export const testSources: PackageSources = {
  npmRegistry: "http://registry.test.internal",
  pythonIndex: "http://index.test.internal/simple",
  pythonFiles: ["http://files.test.internal"],
  extraCa: null,
};

export async function startPlatform(
  more: { aliases?: Record<string, string>; doors?: { dataPlane: string; identity: string } } = {},
): Promise<Platform> {
  const fresh = await freshDatabase();
  const engine = await startEngine(more.aliases ? { egressAliases: more.aliases } : {});
  const cell = await engine.register(fresh.db);
  const tenant = await seedTenant(fresh.db, "acme", cell.id);
  await seedExtensionPoint(fresh);
  const masterKey = randomBytes(32).toString("base64");
  const jobs = await createJobSender(fresh.appUrl);
  const options: WorkerOptions = {
    appUrl: fresh.appUrl,
    operatorUrl: fresh.operatorUrl,
    masterKey: parseMasterKey(masterKey),
    credentials: engine.keyOf("annex-worker"),
    sources: testSources,
    ...(more.doors ? { dataPlaneUrl: more.doors.dataPlane, identityUrl: more.doors.identity } : {}),
    log: () => undefined,
  };
  let worker: Worker | undefined = await startWorker(options);
  const stopWorker = async () => {
    await worker?.close();
    worker = undefined;
  };
  const principal = { actor: "user:dev@acme.example", role: "owner" } as const;
  const ctx = { tenant, principal, db: fresh.db.forTenant(tenant.id), jobs, masterKey: options.masterKey };
  return {
    ...{ fresh, engine, cell, tenant, ctx, options, masterKey },
    stopWorker,
    async restartWorker() {
      await stopWorker();
      worker = await startWorker(options);
    },
    async close() {
      await stopWorker();
      await jobs.close();
      await engine.close();
      await fresh.dispose();
    },
  };
}

/** A draft of one TypeScript file for `invoice.submitted`; `more` replaces parts of it. */
export function draftOf(source: string, more: Partial<DraftContent> = {}): DraftContent {
  return {
    source: { kind: "files", files: [{ path: "src/index.ts", content: source }] },
    language: "typescript",
    runtime: "nodejs24.x",
    handler: "src/index.handler",
    memoryMb: 128,
    timeoutMs: 2000,
    environment: {},
    packages: [],
    egress: [],
    layers: [],
    extensionPointKey: "invoice.submitted",
    mapping: {
      parameters: [{ name: "total", source: { kind: "field", path: "invoice.total" } }],
      outputs: [{ field: "invoice.note", source: { kind: "result", path: "note" } }],
    },
    ...more,
  };
}

/** Saves a draft (of a new function where there is none of that name) and asks for its deployment. */
export async function deploy(ctx: TenantContext, functionName: string, content: DraftContent): Promise<Deployment> {
  const there = await ctx.db.run((tx) => tx.draft.findFirst({ where: { function: { name: functionName } } }));
  if (!there) await createFunction(ctx, { name: functionName, extensionPointKey: null, template: "blank" });
  const { revision } = await saveDraft(ctx, { functionName, content, revision: there?.revision ?? 1 });
  return publishRelease(ctx, { functionName, revision });
}

/** Waits until a deployment has ended. */
export function ended(ctx: TenantContext, functionName: string, { id: deploymentId }: Deployment): Promise<Deployment> {
  return vi.waitFor(
    async () => {
      const found = await getDeployment(ctx, { functionName, deploymentId });
      if (underway.some((state) => state === found.state)) throw new Error(`still ${found.state}`);
      return found;
    },
    { timeout: 60_000, interval: 20 },
  );
}

/** Presses Test and waits for the result. */
export async function tryDraft(
  ctx: TenantContext,
  content: DraftContent,
  record: FieldValues = { "invoice.total": 12 },
): Promise<TestResult> {
  const functionName = "try-out";
  const there = await ctx.db.run((tx) => tx.function.count({ where: { name: functionName } }));
  if (there === 0) await createFunction(ctx, { name: functionName, extensionPointKey: null, template: "blank" });
  const { id: testRunId } = await startTestRun(ctx, { functionName, content, record });
  const { result } = await getTestRun(ctx, { functionName, testRunId, waitMs: 15_000 });
  if (!result) throw new Error("The test run did not end.");
  return result;
}
