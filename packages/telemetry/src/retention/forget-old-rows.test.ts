import { randomUUID } from "node:crypto";
import { type FreshDatabase, freshDatabase, seedTenant } from "@annex/db/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { foldInvocations } from "../rollups/fold-invocations.ts";
import { readTotals } from "../rollups/read-totals.ts";
import { forgetOldRows } from "./forget-old-rows.ts";

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.dispose());

const dayMs = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * dayMs);

/** One invocation and one line at each of these ages, in days. */
async function seedRows(slug: string, planKey: string, quotas: object, ages: readonly number[]): Promise<string> {
  const { operator } = fresh.db;
  const { id: tenantId } = await seedTenant(fresh.db, slug);
  await operator.tenant.update({ where: { id: tenantId }, data: { planKey, quotas } });
  const shared = { functionId: randomUUID(), functionName: "f", correlationId: "c-12345678", caller: "client:x" };
  await operator.invocation.createMany({
    data: ages.map((age) => ({
      ...{ ...shared, id: randomUUID(), tenantId, outcome: "success" as const, startedAt: ago(age), totalMs: 5 },
    })),
  });
  await operator.logLine.createMany({
    data: ages.map((age) => ({ tenantId, eventId: randomUUID(), level: "info", message: String(age), at: ago(age) })),
  });
  return tenantId;
}

/** How old what is left is, in days, of invocations and of lines. */
async function left(tenantId: string) {
  const { operator } = fresh.db;
  const age = (at: Date) => Math.round((Date.now() - at.getTime()) / dayMs);
  const rows = await operator.invocation.findMany({ where: { tenantId }, orderBy: { startedAt: "desc" } });
  const lines = await operator.logLine.findMany({ where: { tenantId }, orderBy: { at: "desc" } });
  return { invocations: rows.map(({ startedAt }) => age(startedAt)), lines: lines.map(({ at }) => age(at)) };
}

test("each tenant keeps what its plan says, or its own quota; the sums of what is gone stay", async () => {
  const ages = [0, 10, 31, 91, 181];
  const starter = await seedRows("starter", "starter", {}, ages);
  const standard = await seedRows("standard", "standard", {}, ages);
  const own = await seedRows("own", "starter", { retentionDays: 100 }, ages);
  const sums = async () => {
    const days = { by: "tenant", from: ago(400), source: 86_400 } as const;
    const totals = await readTotals(fresh.db.operator, { of: {}, ...days });
    return [starter, standard, own].map((id) => totals.get(id)?.invocations);
  };
  await vi.waitFor(async () => {
    await foldInvocations(fresh.db.operator);
    expect(await sums()).toEqual([5, 5, 5]);
  }, 20_000);

  const both = (kept: readonly number[]) => ({ invocations: kept, lines: kept });
  expect(await forgetOldRows(fresh.db.operator)).toBe(2 * (3 + 2 + 1));
  expect(await left(starter)).toEqual(both([0, 10]));
  expect(await left(standard)).toEqual(both([0, 10, 31]));
  expect(await left(own)).toEqual(both([0, 10, 31, 91]));
  expect(await sums()).toEqual([5, 5, 5]);
  expect(await forgetOldRows(fresh.db.operator)).toBe(0);
});

test("a week that somebody's plan still keeps is not dropped", async () => {
  const scale = await seedRows("scale", "scale", {}, [170]);
  await forgetOldRows(fresh.db.operator);
  expect((await left(scale)).invocations).toEqual([170]);
});
