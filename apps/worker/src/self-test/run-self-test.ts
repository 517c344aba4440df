import { randomBytes } from "node:crypto";
import { type SelfTestLine, type SelfTestState, selfTestPoint } from "@annex/contract";
import { type JobSender, recordAudit, type TenantContext } from "@annex/control-plane";
import type { Cell, SelfTest } from "@annex/db";
import type { WorkerContext } from "../worker-context.ts";
import { attempts, type Scene } from "./attempts.ts";
import { openFrontDoor } from "./front-door.ts";
import { LineBook, leaseMs } from "./line-book.ts";
import type { Neighbour } from "./probe/src/reach-neighbour.ts";
import { probeDraft } from "./probe-draft.ts";
import { removeSelfTest } from "./remove-self-test.ts";
import { type Access, deployProbe, makeThrowAwayTenant } from "./throw-away-tenant.ts";

const names = { probe: "hostile-probe", neighbour: "neighbours-own" } as const;

const preparation = [
  ["prepare.tenants", "Make two throw-away tenants"],
  ["prepare.deploy", "Deploy a hostile function for one and an honest one for the other, as their people would"],
  ["prepare.neighbour", "Let the neighbour keep a secret: in a record, its environment and its log"],
  ["prepare.own", "Let the hostile function read its own records: what is allowed works"],
] as const;

type PlannedLine = Pick<SelfTestLine, "key" | "area" | "attempt" | "expected">;

function plannedLines(): PlannedLine[] {
  const prepared = preparation.map(
    ([key, attempt]): PlannedLine => ({ key, area: "Preparation", attempt, expected: "done" }),
  );
  const attempted = attempts.map(({ key, area, attempt, expected }) => ({ key, area, attempt, expected }));
  const attempt = "Remove both tenants and their functions";
  return [...prepared, ...attempted, { key: "remove", area: "Removal", attempt, expected: "done" }];
}

interface Made {
  readonly probe: TenantContext;
  readonly neighbour: TenantContext;
}

async function makeTenants(ctx: WorkerContext, row: SelfTest, cell: Cell, jobs: JobSender): Promise<Made> {
  const { key, recordType } = selfTestPoint;
  const { operator } = ctx.db;
  const field = (name: string) => ({ path: `${recordType}.${name}`, type: "string", label: name, required: false });
  const name = "Isolation self-test";
  const fields = [field("order"), field("answer")];
  await operator.recordType.create({ data: { key: recordType, name, fields } });
  const shape = { recordTypeKey: recordType, inputFields: [`${recordType}.order`], timeoutMs: 60_000 };
  const description = "Here while the isolation self-test runs; removed with it.";
  await operator.extensionPoint.create({
    data: { key, name, description, ...shape, outputFields: [`${recordType}.answer`] },
  });
  const tenant = { cell, jobs };
  return {
    probe: await makeThrowAwayTenant(ctx, { ...tenant, id: row.probeTenantId, role: "probe" }),
    neighbour: await makeThrowAwayTenant(ctx, { ...tenant, id: row.neighbourTenantId, role: "neighbour" }),
  };
}

async function lambdaNameOf(tenant: TenantContext): Promise<string> {
  const { lambdaName } = await tenant.db.run((tx) => tx.function.findFirstOrThrow({ select: { lambdaName: true } }));
  return lambdaName;
}

interface Run {
  readonly ctx: WorkerContext;
  readonly jobs: JobSender;
  readonly row: SelfTest;
  readonly book: LineBook;
}

/** From two tenants to a neighbour with a secret. @throws where something of it fails: nothing is attempted then. */
async function prepare({ ctx, jobs, row, book }: Run): Promise<Scene> {
  const cell = await ctx.db.operator.cell.findUniqueOrThrow({ where: { id: row.cellId } });
  const secret = `annex-secret-${randomBytes(12).toString("hex")}`;
  const mark = `annex-mark-${randomBytes(12).toString("hex")}`;
  const frontDoor = openFrontDoor(ctx.doors);
  const made: Partial<Made> = {};
  const access: { probe?: Access; neighbour?: Access } = {};
  const done = async (act: () => Promise<string>) => ({ outcome: "done" as const, happened: await act() });
  const parts = () => {
    if (!made.probe || !made.neighbour || !access.probe || !access.neighbour) throw new Error("It is not prepared.");
    return { probe: made.probe, neighbour: made.neighbour, probeAccess: access.probe, theirs: access.neighbour };
  };
  await book.during("prepare.tenants", () =>
    done(async () => {
      Object.assign(made, await makeTenants(ctx, row, cell, jobs));
      return `in cell ${cell.name}`;
    }),
  );
  await book.during("prepare.deploy", () =>
    done(async () => {
      if (!made.probe || !made.neighbour) throw new Error("There are no tenants.");
      const honest = probeDraft({ KEPT_SECRET: secret });
      [access.probe, access.neighbour] = await Promise.all([
        deployProbe(made.probe, names.probe, probeDraft()),
        deployProbe(made.neighbour, names.neighbour, honest),
      ]);
      return "both are active";
    }),
  );
  let known: Neighbour | undefined;
  await book.during("prepare.neighbour", () =>
    done(async () => {
      const { neighbour, theirs } = parts();
      const tenantId = neighbour.tenant.id;
      const data = { tenantId, typeKey: selfTestPoint.recordType, data: { answer: secret } };
      const record = await ctx.db.operator.record.create({ data });
      const { invocationId } = await frontDoor.order(theirs, names.neighbour, { check: "say", text: secret });
      const named = { functionName: names.neighbour, recordType: selfTestPoint.recordType, recordId: record.id };
      known = { ...named, invocationId, tenantId, secret };
      return "kept";
    }),
  );
  await book.during("prepare.own", () =>
    done(async () => {
      const { probe, probeAccess } = parts();
      const order = { check: "own", tenantId: probe.tenant.id, recordType: selfTestPoint.recordType } as const;
      const { answer } = await frontDoor.order(probeAccess, names.probe, order);
      const text = JSON.stringify(answer);
      if (!text.includes('"denied":false')) throw new Error(`What it may do was refused: ${text}`);
      return "answered";
    }),
  );
  const { probe, neighbour, probeAccess, theirs } = parts();
  if (!known) throw new Error("There is no neighbour.");
  return {
    ...{ cell, doors: ctx.doors, mark, tenantId: probe.tenant.id, functionName: names.probe, neighbour: known },
    neighbourLambda: await lambdaNameOf(neighbour),
    probe: async (order) => (await frontDoor.order(probeAccess, names.probe, order)).answer,
    askNeighbour: async (order) => (await frontDoor.order(theirs, names.neighbour, order)).answer,
  };
}

async function attemptAll(scene: Scene, book: LineBook): Promise<void> {
  for (const { key, act } of attempts)
    await book
      .during(key, async () => {
        const { denied, happened } = await act(scene);
        return { outcome: denied ? "denied" : "open", happened };
      })
      .catch(() => undefined); // written down: that one line is not known, the others are
}

function verdictOf({ outcomes }: LineBook): SelfTestState {
  if (outcomes.includes("open")) return "open";
  return outcomes.some((outcome) => outcome === "unknown" || outcome === "waiting") ? "inconclusive" : "passed";
}

async function finish(ctx: WorkerContext, row: SelfTest, state: SelfTestState): Promise<void> {
  await ctx.db.operator.$transaction(async (tx) => {
    const now = new Date();
    await tx.selfTest.update({ where: { id: row.id }, data: { state, finishedAt: now, removedAt: now } });
    const entry = { tenantId: null, actor: "system:worker", target: `cell:${row.cellName}` };
    await recordAudit(tx, { ...entry, action: "finishSelfTest", detail: { selfTest: row.id, state } });
  });
}

/**
 * Runs the isolation self-test that was asked for: the hostile function goes the way of every tenant's, and speaks only
 * through invocations. Whatever happens, what was made is removed; where this process dies the clock does it.
 */
export async function runSelfTest(ctx: WorkerContext, selfTestId: string, jobs: JobSender): Promise<void> {
  const { operator } = ctx.db;
  const { count } = await operator.selfTest.updateMany({
    where: { id: selfTestId, state: "queued" },
    data: { state: "running", leaseUntil: new Date(Date.now() + leaseMs) },
  });
  if (count === 0) return;
  const row = await operator.selfTest.findUniqueOrThrow({ where: { id: selfTestId } });
  const book = new LineBook(ctx.db, selfTestId, plannedLines());
  const tell = (error: unknown) => ctx.log("error", "self-test", { selfTestId, cause: String(error) });
  const renewal = setInterval(() => void book.renew().catch(tell), leaseMs / 4);
  try {
    try {
      await attemptAll(await prepare({ ctx, row, book, jobs }), book);
    } catch (error) {
      tell(error);
      await book.giveUp("not attempted: the preparation failed");
    }
    await book.during("remove", async () => {
      await removeSelfTest(ctx, row);
      return { outcome: "done", happened: "both are gone" };
    });
    await finish(ctx, row, verdictOf(book));
  } finally {
    clearInterval(renewal);
  }
}
