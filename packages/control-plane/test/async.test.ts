import { randomUUID } from "node:crypto";
import type { AcceptedState, Outcome } from "@annex/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cancelInvocation,
  createFunction,
  createSchedule,
  createWebhook,
  discardDeadLetters,
  listAccepted,
  listAudit,
  listDeadLetters,
  listDeliveries,
  listSchedules,
  ofTenant,
  previewSchedule,
  redeliver,
  restoreDeadLetters,
} from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

const gone = { code: "not_found" };

/** An accepted invocation of Acme's as it would be after some runs. */
async function accepted(
  state: AcceptedState,
  outcome: Outcome | null = null,
  { minutesAgo = 0, trigger = "async" }: { minutesAgo?: number; trigger?: "async" | "replay" } = {},
) {
  const id = randomUUID();
  const acceptedAt = new Date(Date.now() - minutesAgo * 60_000);
  const error = { type: "Error", message: "no such supplier", stack: [] };
  await plane.fresh.db.operator.acceptedInvocation.create({
    data: {
      ...{ id, tenantId: plane.acme.tenant.id, functionId: randomUUID(), functionName: "sweep", correlationId: "c" },
      ...{ hops: 0, trigger, caller: "client:acme", fields: { "invoice.note": "not told" }, policy: {} },
      ...{ state, outcome, acceptedAt, attempts: 3, finishedAt: outcome === null ? null : new Date() },
      ...(outcome === null || outcome === "success"
        ? {}
        : {
            result: {
              function: "sweep",
              invocationId: id,
              status: outcome,
              error,
              release: 1,
              fields: {},
              durationMs: 1,
            },
          }),
    },
  });
  return id;
}

describe("accepted invocations", () => {
  test("are listed by what they wait for, page by page, without what they were sent", async () => {
    const waiting = [
      await accepted("queued", null, { minutesAgo: 3 }),
      await accepted("running", null, { minutesAgo: 2 }),
      await accepted("held", null, { minutesAgo: 1 }),
    ];
    const done = await accepted("done", "success");
    const first = await listAccepted(plane.acme, { limit: 2 });
    const second = await listAccepted(plane.acme, { limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(waiting.toReversed());
    expect(second.nextCursor).toBeNull();
    expect((await listAccepted(plane.acme, { state: "done" })).items).toMatchObject([{ id: done, outcome: "success" }]);
    expect(JSON.stringify(first)).not.toContain("not told");
    expect((await listAccepted(plane.globex)).items).toEqual([]);
    expect((await listAccepted(plane.acme, { function: "other" })).items).toEqual([]);
    await expect(listAccepted(plane.acme, { cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid_request" });
    await cancelInvocation(plane.acme, { invocationId: waiting[0] ?? "" });
    expect((await listAccepted(plane.acme, { state: "cancelled" })).items).toHaveLength(1);
  });
});

describe("a discarded dead letter", () => {
  test("is a dead letter again when that is taken back; what succeeded never becomes one", async () => {
    const [dead, other, fine] = [
      await accepted("dead", "function_error"),
      await accepted("dead", "timeout"),
      await accepted("done", "success"),
    ];
    await discardDeadLetters(plane.acme, { ids: [dead, other] });
    expect((await listDeadLetters(plane.acme, {})).items).toEqual([]);
    expect(await restoreDeadLetters(plane.globex, { ids: [dead] })).toEqual({ changed: 0 });
    await expect(restoreDeadLetters(plane.as("viewer"), { ids: [dead] })).rejects.toMatchObject({ code: "forbidden" });
    expect(await restoreDeadLetters(plane.acme, { ids: [dead, fine, randomUUID()] })).toEqual({ changed: 1 });
    expect((await listDeadLetters(plane.acme, {})).items).toMatchObject([
      { id: dead, errorType: "Error", errorMessage: "no such supplier" },
    ]);
    expect((await listAudit(plane.acme)).items[0]).toMatchObject({ action: "restoreDeadLetters" });
  });

  test("is never made of a replay, which is done whatever came of it", async () => {
    const replay = await accepted("done", "function_error", { trigger: "replay" });
    const before = await listAudit(plane.acme);
    expect(await restoreDeadLetters(plane.acme, { ids: [replay] })).toEqual({ changed: 0 });
    expect(await plane.fresh.db.operator.acceptedInvocation.findUnique({ where: { id: replay } })).toMatchObject({
      state: "done",
    });
    expect(await listAudit(plane.acme)).toEqual(before);
  });
});

describe("a schedule", () => {
  test("tells its next five times in its own time zone, and what became of its last run", async () => {
    await createFunction(plane.acme, { name: "sweep", extensionPointKey: null, template: "blank" });
    const made = await createSchedule(plane.acme, { name: "nightly", functionName: "sweep", cron: "0 3 * * *" });
    expect(made.upcoming).toHaveLength(5);
    expect(made.upcoming[0]).toBe(made.nextAt);
    const lastInvocationId = await accepted("dead", "timeout");
    const data = { lastInvocationId, lastAt: new Date() };
    await plane.fresh.db.operator.schedule.update({ where: { id: made.id }, data });
    expect(await listSchedules(plane.acme)).toMatchObject([{ lastRun: { state: "dead", outcome: "timeout" } }]);
  });

  test("is tried out before it is made", () => {
    const hours = previewSchedule({ cron: "0 6 * * *", timeZone: "Europe/Berlin" }).upcoming.map((at) =>
      new Date(at).toLocaleTimeString("en-GB", { timeZone: "Europe/Berlin" }),
    );
    expect(hours).toEqual(Array.from({ length: 5 }, () => "06:00:00"));
    const path = (cron: string, timeZone: string) => {
      try {
        return previewSchedule({ cron, timeZone });
      } catch (error) {
        return error;
      }
    };
    expect(path("61 * * * *", "UTC")).toMatchObject({ code: "invalid_request", errors: [{ path: "cron" }] });
    expect(path("0 0 30 2 *", "UTC")).toMatchObject({ code: "invalid_request", errors: [{ path: "cron" }] });
    expect(path("0 0 * * *", "Mars/Olympus")).toMatchObject({ errors: [{ path: "timeZone" }] });
  });
});

describe("a webhook", () => {
  test("lists its deliveries and tells one once more, under the same ID", async () => {
    const { operator } = plane.fresh.db;
    const { id: webhookId } = await createWebhook(ofTenant(plane.acme), {
      name: "outcomes",
      url: "https://acme.example/",
    });
    const make = async (state: "failed" | "pending", minutesAgo: number) => {
      const id = randomUUID();
      const createdAt = new Date(Date.now() - minutesAgo * 60_000);
      const told = { attempts: 2, lastStatus: 500, lastError: "The receiver answered 500.", createdAt };
      const tenantId = plane.acme.tenant.id;
      await operator.webhookDelivery.create({
        data: { id, tenantId, webhookId, acceptedId: randomUUID(), state, ...told },
      });
      return id;
    };
    const [failed, pending] = [await make("failed", 2), await make("pending", 1)];
    const first = await listDeliveries(ofTenant(plane.acme), { webhookId, limit: 1 });
    expect(first.items).toMatchObject([{ id: pending, state: "pending", status: 500, attempts: 2 }]);
    const second = await listDeliveries(ofTenant(plane.acme), { webhookId, limit: 1, cursor: first.nextCursor ?? "" });
    expect(second).toMatchObject({ items: [{ id: failed, state: "failed" }], nextCursor: null });
    await expect(listDeliveries(ofTenant(plane.globex), { webhookId })).rejects.toMatchObject(gone);
    await expect(redeliver(ofTenant(plane.globex), { deliveryId: failed })).rejects.toMatchObject(gone);
    await expect(redeliver(ofTenant(plane.as("viewer")), { deliveryId: failed })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(redeliver(ofTenant(plane.acme), { deliveryId: pending })).rejects.toMatchObject({ code: "conflict" });
    const before = await plane.jobsIn("deliver-webhook");
    expect(await redeliver(ofTenant(plane.acme), { deliveryId: failed })).toMatchObject({
      id: failed,
      state: "pending",
    });
    expect(await plane.jobsIn("deliver-webhook")).toBe(before + 1);
    await expect(redeliver(ofTenant(plane.acme), { deliveryId: failed })).rejects.toMatchObject({ code: "conflict" });
  });
});
