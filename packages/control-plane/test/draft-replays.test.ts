import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createFunction,
  expireAccepted,
  getReplay,
  getTestRun,
  replayInvocation,
  startTestRun,
  type TenantContext,
} from "../src/index.ts";
import { type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

const functionName = "echoer";
let plane: ControlPlane;
let functionId: string;
beforeAll(async () => {
  plane = await startControlPlane();
  const made = await createFunction(plane.acme, { name: functionName, extensionPointKey: null, template: "blank" });
  functionId = made.id;
});
afterAll(() => plane.close());

/** A replay, with the draft, of an invocation of Acme's that was recorded. */
async function draftReplay(): Promise<string> {
  const invocationId = randomUUID();
  await plane.fresh.db.operator.recordedPayload.create({
    data: {
      ...{ id: invocationId, attempt: 1, tenantId: plane.acme.tenant.id, functionId, functionName, releaseNumber: 1 },
      ...{ outcome: "success", fields: { "invoice.iban": "DE89" }, recordedAt: new Date() },
      expiresAt: new Date(Date.now() + 86_400_000),
    },
  });
  return (await replayInvocation(plane.acme, { invocationId, target: { kind: "draft" } })).id;
}

const asTestRun = (ctx: TenantContext, testRunId: string) => getTestRun(ctx, { functionName, testRunId });
const noTestRun = { code: "not_found", message: "There is no such test run." };

describe("a replay of a draft", () => {
  test("is read as a replay alone, and by developers", async () => {
    const replayId = await draftReplay();
    for (const role of ["viewer", "developer", "owner"] as const)
      await expect(asTestRun(plane.as(role), replayId)).rejects.toMatchObject(noTestRun);
    await expect(getReplay(plane.as("viewer"), { replayId })).rejects.toMatchObject({ code: "forbidden" });
    expect(await getReplay(plane.as("developer"), { replayId })).toMatchObject({ id: replayId, state: "queued" });
    const { id } = await startTestRun(plane.acme, { functionName, content: draftOf(), record: {} });
    expect(await asTestRun(plane.as("viewer"), id)).toMatchObject({ id, state: "queued" });
  });

  test("takes what it ran with it when it has been kept long enough", async () => {
    const { operator } = plane.fresh.db;
    const [old, young] = [await draftReplay(), await draftReplay()];
    const { id: testRun } = await startTestRun(plane.acme, { functionName, content: draftOf(), record: {} });
    const createdAt = new Date(Date.now() - 8 * 86_400_000);
    await operator.replay.update({ where: { id: old }, data: { createdAt } });
    await operator.testRun.updateMany({ where: { id: { in: [old, testRun] } }, data: { createdAt } });
    await expireAccepted(plane.fresh.db);
    await expect(getReplay(plane.acme, { replayId: old })).rejects.toMatchObject({ code: "not_found" });
    await expect(asTestRun(plane.acme, old)).rejects.toMatchObject(noTestRun);
    const kept = await operator.testRun.findMany({ where: { id: { in: [old, young, testRun] } } });
    expect(kept.map(({ id }) => id).sort()).toEqual([young, testRun].sort());
  });
});
