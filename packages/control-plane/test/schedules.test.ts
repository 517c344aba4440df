import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createFunction,
  createSchedule,
  deleteSchedule,
  listSchedules,
  runSchedules,
  updateSchedule,
} from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
let functionId: string;
const hourly = { name: "hourly", functionName: "sweep", cron: "0 * * * *", timeZone: "UTC" };

beforeAll(async () => {
  plane = await startControlPlane();
  await createFunction(plane.acme, {
    name: "sweep",
    extensionPointKey: "invoice.submitted",
    template: "blank",
  });
  const { operator } = plane.fresh.db;
  const row = await operator.function.findFirstOrThrow({ where: { name: "sweep" } });
  functionId = row.id;
  const release = { id: randomUUID(), tenantId: row.tenantId, functionId, number: 1, content: {}, createdBy: "test" };
  await operator.release.create({ data: release });
  await operator.function.update({ where: { id: functionId }, data: { liveReleaseId: release.id } });
});
afterAll(() => plane.close());

const accepted = () => plane.fresh.db.operator.acceptedInvocation.findMany({ orderBy: { acceptedAt: "asc" } });
const run = (now?: Date) => runSchedules(plane.fresh.db, plane.acme.jobs, now);
const rowOf = (name: string) => plane.fresh.db.operator.schedule.findFirstOrThrow({ where: { name } });

describe("a schedule", () => {
  test("is made with its next time, and runs as an invocation with the trigger schedule", async () => {
    const made = await createSchedule(plane.acme, { ...hourly, fields: { "invoice.total": 1 } });
    expect(Date.parse(made.nextAt) % 3_600_000).toBe(0);
    expect(await run()).toBe(0);
    expect(await run(new Date(made.nextAt))).toBe(1);
    const [only, ...others] = await accepted();
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      functionName: "sweep",
      trigger: "schedule",
      caller: "schedule:hourly",
      fields: { "invoice.total": 1 },
      state: "queued",
    });
    const [listed] = await listSchedules(plane.acme);
    expect(listed).toMatchObject({ lastInvocationId: only?.id, missed: 0, lastMissedAt: null });
    expect(Date.parse(listed?.nextAt ?? "")).toBe(Date.parse(made.nextAt) + 3_600_000);
    expect(await plane.jobsIn("run-invocation")).toBe(1);
  });

  test("never runs the same occurrence twice, however many workers look", async () => {
    const before = (await accepted()).length;
    const { nextAt } = await rowOf("hourly");
    const counts = await Promise.all(Array.from({ length: 6 }, () => run(nextAt)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect((await accepted()).length).toBe(before + 1);
  });

  test("that was missed runs once when it can, and tells how often it was missed", async () => {
    const before = (await accepted()).length;
    const { nextAt } = await rowOf("hourly");
    const late = new Date(nextAt.getTime() + 5 * 3_600_000 + 120_000);
    expect(await run(late)).toBe(1);
    expect((await accepted()).length).toBe(before + 1);
    expect(await rowOf("hourly")).toMatchObject({ missed: 6, lastMissedAt: late });
    const event = await plane.fresh.db.operator.auditEvent.findFirst({ where: { action: "missSchedule" } });
    expect(event).toMatchObject({ target: "schedule:hourly", actor: "system:worker", detail: { missed: 6 } });
  });

  test("of a suspended tenant, a function without a live release, or one that is paused does not run", async () => {
    const { operator } = plane.fresh.db;
    const due = (await rowOf("hourly")).nextAt;
    const tenant = { where: { id: plane.acme.tenant.id } };
    await operator.tenant.update({ ...tenant, data: { status: "suspended" } });
    expect(await run(due)).toBe(0);
    await operator.tenant.update({ ...tenant, data: { status: "active" } });
    const live = await operator.function.findUniqueOrThrow({ where: { id: functionId } });
    await operator.function.update({ where: { id: functionId }, data: { liveReleaseId: null } });
    expect(await run(due)).toBe(0);
    await operator.function.update({ where: { id: functionId }, data: { liveReleaseId: live.liveReleaseId } });
    const { id: scheduleId } = await rowOf("hourly");
    await updateSchedule(plane.acme, { scheduleId, enabled: false });
    expect(await run(due)).toBe(0);
  });

  test("whose fields are changed keeps what is due; only another clock, or going on after a pause, begins anew", async () => {
    const { id: scheduleId, cron, timeZone } = await rowOf("hourly");
    const due = new Date(Date.now() - 300_000);
    const late = (enabled: boolean) =>
      plane.fresh.db.operator.schedule.update({ where: { id: scheduleId }, data: { nextAt: due, enabled } });
    await late(true);
    const fields = { "invoice.total": 2 };
    const kept = await updateSchedule(plane.acme, { scheduleId, fields, cron, timeZone, enabled: true });
    expect(kept).toMatchObject({ nextAt: due.toISOString(), fields });
    for (const change of [{ cron: "30 * * * *" }, { cron, timeZone: "Europe/Berlin" }]) {
      await late(true);
      expect(Date.parse((await updateSchedule(plane.acme, { scheduleId, ...change })).nextAt)).toBeGreaterThan(
        Date.now(),
      );
    }
    await late(false);
    const again = await updateSchedule(plane.acme, { scheduleId, enabled: true });
    expect(Date.parse(again.nextAt)).toBeGreaterThan(Date.now());
  });

  test("is another tenant's like a missing one, and only a developer's to change", async () => {
    const { id: scheduleId } = await rowOf("hourly");
    expect(await listSchedules(plane.globex)).toEqual([]);
    const missing = { code: "not_found", message: "There is no such schedule." };
    await expect(updateSchedule(plane.globex, { scheduleId, enabled: true })).rejects.toMatchObject(missing);
    await expect(deleteSchedule(plane.globex, { scheduleId })).rejects.toMatchObject(missing);
    await expect(createSchedule(plane.globex, hourly)).rejects.toMatchObject({ code: "not_found" });
    await expect(createSchedule(plane.as("viewer"), hourly)).rejects.toMatchObject({ code: "forbidden" });
    await expect(createSchedule(plane.acme, hourly)).rejects.toMatchObject({ code: "conflict" });
    await deleteSchedule(plane.acme, { scheduleId });
    expect(await listSchedules(plane.acme)).toEqual([]);
  });
});

describe("many schedules", () => {
  const ago = (ms: number) => new Date(Date.now() - ms);
  const made = { cron: "0 * * * *", timeZone: "UTC", fields: {}, nextAt: ago(20_000), createdBy: "test" };

  /** Rows as they are made, without asking for each. */
  function fill(tenantId: string, of: string, count: number) {
    const row = (number: number) => ({ ...made, id: randomUUID(), tenantId, functionId: of, name: `many-${number}` });
    return plane.fresh.db.operator.schedule.createMany({ data: Array.from({ length: count }, (_, at) => row(at)) });
  }

  test("of one tenant are 200 at most, also when they are made at once", async () => {
    await plane.fresh.db.operator.schedule.deleteMany();
    await fill(plane.acme.tenant.id, functionId, 198);
    const names = ["one", "two", "three", "four"].map((name) => ({ ...hourly, name }));
    const tried = await Promise.allSettled(names.map((wanted) => createSchedule(plane.acme, wanted)));
    expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    const message = "You have 200 schedules, and 200 are allowed. Delete one first.";
    expect(tried.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "limit_exceeded", status: 429, message },
    });
  });

  test("of one tenant keep another's waiting for no turn: each has its own in every round", async () => {
    const { operator } = plane.fresh.db;
    await createFunction(plane.globex, { name: "theirs", extensionPointKey: null, template: "blank" });
    const { id, tenantId } = await operator.function.findFirstOrThrow({ where: { name: "theirs" } });
    const release = { id: randomUUID(), tenantId, functionId: id, number: 1, content: {}, createdBy: "test" };
    await operator.release.create({ data: release });
    await operator.function.update({ where: { id }, data: { liveReleaseId: release.id } });
    await operator.schedule.deleteMany();
    await fill(plane.acme.tenant.id, functionId, 150);
    await fill(tenantId, id, 3);
    await operator.schedule.updateMany({ where: { tenantId }, data: { nextAt: ago(1000) } });
    expect(await run()).toBe(100);
    expect(await operator.acceptedInvocation.count({ where: { tenantId } })).toBe(3);
    expect(await run()).toBe(53);
    expect(await run()).toBe(0);
  });
});
