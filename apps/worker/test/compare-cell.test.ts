import { randomUUID } from "node:crypto";
import { createInvokers } from "@annex/aws";
import { getCellComparison, startCellComparison } from "@annex/control-plane";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createCells } from "../src/cells/cells.ts";
import { compareCells } from "../src/cells/compare-cell.ts";
import { deploy, draftOf, ended, type Platform, startPlatform } from "./start-platform.ts";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

/** Runs a function, past the ledger or with its row. */
async function invokeOnce(lambdaName: string, payload: object) {
  const { engine, cell, tenant } = platform;
  const invokers = createInvokers({ credentials: engine.keyOf("annex-data-plane") });
  const invoker = await invokers.forTenant(cell, tenant);
  const custom = { correlationId: randomUUID() };
  const common = { qualifier: "live", payload: JSON.stringify(payload), custom, signal: AbortSignal.timeout(5000) };
  const startedAt = new Date();
  const { requestId = null, functionError } = await invoker.invoke({ functionName: lambdaName, ...common });
  invokers.close();
  return { requestId, failed: functionError !== undefined, startedAt };
}

test("what CloudWatch counted of a cell stands beside the ledger's, and a call past the platform is the difference", async () => {
  const { fresh, tenant, cell, ctx } = platform;
  const source = "export const handler = async (event) => { if (event.fail) throw new Error('no'); return {}; };";
  const deployment = await ended(ctx, "counted", await deploy(ctx, "counted", draftOf(source)));
  expect(deployment.failure).toBeNull();
  const { operator } = fresh.db;
  const { id: functionId, lambdaName } = await operator.function.findFirstOrThrow({ where: { name: "counted" } });
  const record = async (payload: object) => {
    const { requestId, failed, startedAt } = await invokeOnce(lambdaName, payload);
    const outcome = failed
      ? ({ outcome: "function_error", errorClass: "user" } as const)
      : { outcome: "success" as const };
    const known = { tenantId: tenant.id, functionId, functionName: "counted", correlationId: "c", caller: "client:x" };
    await operator.invocation.create({
      data: { ...known, ...outcome, id: randomUUID(), requestId, startedAt, totalMs: 1 },
    });
  };
  await record({});
  await record({ fail: true });
  // refused before Lambda was reached: Lambda counts none of it
  const refused = { outcome: "throttled", errorClass: "throttle", startedAt: new Date(), totalMs: 1 } as const;
  const known = { tenantId: tenant.id, functionId, functionName: "counted", correlationId: "c", caller: "client:x" };
  await operator.invocation.create({ data: { ...known, ...refused, id: randomUUID(), steps: { limit: 1 } } });

  const operatorCtx = { ...ctx, principal: { actor: "user:ops@annex.example" }, db: fresh.db };
  const compare = async () => {
    const { comparedAt: before } = await getCellComparison(operatorCtx, { cellId: cell.id });
    await startCellComparison(operatorCtx, { cellId: cell.id });
    return vi.waitFor(
      async () => {
        const found = await getCellComparison(operatorCtx, { cellId: cell.id });
        expect(found.comparedAt).not.toBe(before);
        return found;
      },
      { timeout: 20_000, interval: 50 },
    );
  };
  const sum = (rows: readonly { invocations: number; errors: number }[]) =>
    rows.reduce(
      (all, { invocations, errors }) => ({ invocations: all.invocations + invocations, errors: all.errors + errors }),
      {
        ...{ invocations: 0, errors: 0 },
      },
    );
  const first = await compare();
  expect(first).toMatchObject({ error: null, differing: 0, functions: [] });
  expect(sum(first.hours.map(({ ours }) => ours))).toEqual({ invocations: 2, errors: 1 });
  for (const { theirs, ours, elsewhere } of first.hours)
    expect(theirs.invocations).toBe(ours.invocations + elsewhere.invocations);
  expect(first.hours.some(({ maxConcurrent }) => (maxConcurrent.theirs ?? 0) >= 1 && maxConcurrent.ours === 1)).toBe(
    true,
  );

  await invokeOnce(lambdaName, { fail: true });
  const second = await compare();
  expect(second.differing).toBe(1);
  expect(second.functions[0]).toMatchObject({ functionName: "counted", lambdaName, tenant: { id: tenant.id } });
  expect(second.functions[0]?.theirs.invocations).toBe((second.functions[0]?.ours.invocations ?? 0) + 1);
  expect(second.functions[0]?.theirs.errors).toBe((second.functions[0]?.ours.errors ?? 0) + 1);
});

test("why a cell could not be compared is told, and the numbers before stay", async () => {
  const { fresh, cell, engine, ctx } = platform;
  const operatorCtx = { ...ctx, principal: { actor: "user:ops@annex.example" }, db: fresh.db };
  const before = await getCellComparison(operatorCtx, { cellId: cell.id });
  const endpoint = engine.url.replace(/:\d+/, ":9");
  await fresh.db.operator.cell.update({ where: { id: cell.id }, data: { endpoint } });
  await startCellComparison(operatorCtx, { cellId: cell.id });
  await vi.waitFor(
    async () => {
      const after = await getCellComparison(operatorCtx, { cellId: cell.id });
      expect(after.error).toMatch(/./);
      expect(after.hours).toEqual(before.hours);
    },
    { timeout: 30_000, interval: 100 },
  );
  await expect(startCellComparison(operatorCtx, { cellId: randomUUID() })).rejects.toMatchObject({ code: "not_found" });
});

test("a cell that may not be asked is logged once and told on its page, however often it is tried", async () => {
  const { fresh, cell, options } = platform;
  const { operator } = fresh.db;
  const { credentials, sources } = options;
  const cells = createCells({ db: fresh.db, credentials, sources });
  await operator.cell.update({ where: { id: cell.id }, data: { endpoint: "http://127.0.0.1:9", compareError: null } });
  const lines: string[] = [];
  const quiet = { db: fresh.db, cells, log: (_level: string, message: string) => void lines.push(message) };
  const later = new Date(Date.now() + 2 * 3_600_000); // past the hour in which it was compared
  for (let turn = 0; turn < 3; turn += 1) await compareCells(quiet, later);
  cells.close();
  expect(lines).toEqual(["comparison of a cell"]);
  expect((await operator.cell.findUniqueOrThrow({ where: { id: cell.id } })).compareError).toMatch(/./);
});
