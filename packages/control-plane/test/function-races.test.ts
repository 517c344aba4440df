import type { Tx } from "@annex/db";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  bind,
  createFunction,
  deleteFunction,
  listBindings,
  publishRelease,
  reapFunction,
  restoreFunction,
  rollBack,
  saveBudget,
  saveDraft,
} from "../src/index.ts";
import { inTurn } from "./in-turn.ts";
import { type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

/** Each call waits for the function's row. */
function atOnce(functionId: string, ...calls: readonly (() => Promise<unknown>)[]): Promise<unknown[]> {
  const hold = (tx: Tx) => tx.$queryRaw`SELECT 1 AS held FROM functions WHERE id = ${functionId}::uuid FOR UPDATE`;
  return inTurn(plane.fresh.db.operator, hold, calls);
}

/** A function with one published release, which nothing is under way of. */
async function released(functionName: string) {
  await createFunction(plane.acme, { name: functionName, extensionPointKey: null, template: "blank" });
  const content = draftOf({ extensionPointKey: null, mapping: { parameters: [], outputs: [] } });
  const { revision } = await saveDraft(plane.acme, { functionName, content, revision: 1 });
  const { id } = await publishRelease(plane.acme, { functionName, revision });
  const { operator } = plane.fresh.db;
  const { functionId, releaseId } = await operator.deployment.update({ where: { id }, data: { state: "active" } });
  await operator.release.update({ where: { id: releaseId }, data: { lambdaVersion: "1", codeSha256: "x" } });
  const guard = { maxErrorRate: null, maxP95Ms: null, minInvocations: 20 };
  const shift = { steps: [{ percent: 10, minutes: null }], guard };
  return {
    functionId,
    remove: () => deleteFunction(plane.acme, { functionName }),
    deploy: () => publishRelease(plane.acme, { functionName, revision }),
    shift: () => publishRelease(plane.acme, { functionName, revision, shift }),
    goBack: () => rollBack(plane.acme, { functionName, releaseNumber: 1 }),
    restore: () => restoreFunction(plane.acme, { functionId }),
    reap: () => reapFunction(plane.acme, { functionId }),
    bind: () => bind(plane.acme, { functionName, extensionPointKey: "invoice.submitted" }),
  };
}

describe("of two that change a function at once the second sees what the first did:", () => {
  test("what is deployed or rolled back to is not deleted", async () => {
    const { functionId, ...does } = await released("kept");
    expect(await atOnce(functionId, does.deploy, does.remove)).toEqual(["done", "conflict"]);
    await plane.fresh.db.operator.deployment.updateMany({ where: { functionId }, data: { state: "failed" } });
    expect(await atOnce(functionId, does.goBack, does.remove)).toEqual(["done", "conflict"]);
  });

  test("what is deleted is neither deployed, rolled back nor bound", async () => {
    const { functionId, ...does } = await released("gone");
    const calls = [does.remove, does.deploy, does.goBack, does.bind];
    expect(await atOnce(functionId, ...calls)).toEqual(["done", "not_found", "not_found", "not_found"]);
    expect(await plane.fresh.db.operator.deployment.count({ where: { functionId, state: "queued" } })).toBe(0);
    expect(await listBindings(plane.acme)).toEqual([]);
  });

  test("what is bound is not deleted", async () => {
    const { functionId, ...does } = await released("bound");
    expect(await atOnce(functionId, does.bind, does.remove)).toEqual(["done", "conflict"]);
  });

  test("what is restored is not removed for good, what is removed for good is not restored", async () => {
    const { functionId, ...does } = await released("binned");
    await does.remove();
    expect(await atOnce(functionId, does.restore, does.reap)).toEqual(["done", "not_found"]);
    const { operator } = plane.fresh.db;
    expect(await operator.function.findUnique({ where: { id: functionId } })).toMatchObject({ reapAt: null });
    await does.remove();
    expect(await atOnce(functionId, does.reap, does.restore)).toEqual(["done", "not_found"]);
    expect(await operator.function.findUnique({ where: { id: functionId } })).toMatchObject({
      reapAt: expect.any(Date),
    });
  });

  test("no release is deployed beside one that traffic shifts to", async () => {
    const { functionId, ...does } = await released("shifted");
    expect(await atOnce(functionId, does.shift, does.deploy, does.shift)).toEqual(["done", "conflict", "conflict"]);
  });
});

test("a new budget that two operators save at once is one: the second changes what the first made", async () => {
  const { operator } = plane.fresh.db;
  const tenantId = plane.acme.tenant.id;
  const save = (amountUsd: number) => () => saveBudget(plane.operator, { tenantId, period: "day", amountUsd });
  const hold = (tx: Tx) => tx.$queryRaw`SELECT 1 AS held FROM tenants WHERE id = ${tenantId}::uuid FOR UPDATE`;
  expect(await inTurn(operator, hold, [save(10), save(20)])).toEqual(["done", "done"]);
  const budgets = await operator.budget.findMany({ where: { tenantId }, select: { amountMicroUsd: true } });
  expect(budgets).toEqual([{ amountMicroUsd: 20_000_000n }]);
});
