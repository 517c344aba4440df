import { randomUUID } from "node:crypto";
import { createFunction, getReplay, replayInvocation, saveDraft } from "@annex/control-plane";
import { afterAll, beforeAll, expect, test } from "vitest";
import { draftOf, type Platform, startPlatform } from "./start-platform.ts";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({});
});
afterAll(() => platform.close());

test("a recorded invocation is replayed with the draft as it is saved, and what differs is told", async () => {
  const { ctx } = platform;
  const name = "drafted";
  const { draft } = await createFunction(ctx, {
    name,
    extensionPointKey: "invoice.submitted",
    template: "typescript-handler",
  });
  const content = draftOf(
    "export const handler = async (event: { total: number }) => ({ note: 'draft saw ' + event.total });",
  );
  await saveDraft(ctx, { functionName: name, content, revision: draft.revision });
  const { operator } = platform.fresh.db;
  const { id: functionId } = await operator.function.findFirstOrThrow({ where: { name } });
  const invocationId = randomUUID();
  await operator.recordedPayload.create({
    data: {
      ...{ id: invocationId, attempt: 1, tenantId: ctx.tenant.id, functionId, functionName: name, releaseNumber: 1 },
      ...{ outcome: "success", recordedAt: new Date(), expiresAt: new Date(Date.now() + 60_000) },
      ...{ fields: { "invoice.number": "[redacted]", "invoice.total": 12 }, redacted: ["invoice.number"] },
      ...{ event: { total: 12 } },
      ...{ output: { note: "live saw 12" }, setFields: { "invoice.note": "live saw 12" } },
    },
  });
  const { id } = await replayInvocation(ctx, {
    invocationId,
    target: { kind: "draft" },
    fields: { "invoice.number": "R-1" },
  });
  const replay = await getReplay(ctx, { replayId: id, waitMs: 25_000 });
  expect(replay).toMatchObject({ state: "done", target: { kind: "draft" }, replayed: { outcome: "success" } });
  expect(replay.differences).toEqual([
    { path: "output.note", kind: "changed", before: "live saw 12", after: "draft saw 12" },
    { path: "set.invoice.note", kind: "changed", before: "live saw 12", after: "draft saw 12" },
  ]);
});
