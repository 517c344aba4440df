import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closeTenant, createTenant, listOperatorAudit, renameTenant, resumeTenant } from "../src/index.ts";
import { refusal } from "./refusal.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

const portalUrl = "http://portal.example";
const create = (slug: string, more: Partial<Parameters<typeof createTenant>[1]> = {}) =>
  createTenant(plane.operator, { slug, name: slug, portalUrl, ...more });

describe("a new tenant", () => {
  test("has a plan, a cell and its first owner's invitation, all or nothing", async () => {
    const { tenant, invitation } = await create("initech", { ownerEmail: "Peter@Initech.example" });
    expect(tenant).toMatchObject({ slug: "initech", status: "active", functions: 0, removeAt: null });
    expect(invitation).toMatchObject({ email: "peter@initech.example", role: "owner" });
    expect(invitation?.link).toMatch(/^http:\/\/portal\.example\/invitation/);
    const refused = await refusal(create("umbrella", { ownerEmail: "x@umbrella.example", plan: "no-such-plan" }));
    expect(refused).toEqual({ code: "invalid_request", path: "plan" });
    expect(await plane.fresh.db.operator.tenant.count({ where: { slug: "umbrella" } })).toBe(0);
  });

  test("goes to the named cell, else to the one with the fewest tenants", async () => {
    const { operator } = plane.fresh.db;
    const counted = await operator.cell.findMany({ include: { _count: { select: { tenants: true } } } });
    const fewest = Math.min(...counted.map(({ _count }) => _count.tenants));
    const { tenant } = await create("placed");
    expect(counted.filter(({ _count }) => _count.tenants === fewest).map(({ name }) => name)).toContain(tenant.cell);
    const [cell] = counted;
    expect((await create("placed-there", { cellId: cell?.id })).tenant.cell).toBe(cell?.name);
    expect(await refusal(create("nowhere", { cellId: plane.acme.tenant.id }))).toEqual({
      ...{ code: "invalid_request", path: "cellId" },
    });
  });

  test("of two with one slug, one is told that it is taken", async () => {
    const both = await Promise.all([refusal(create("twice")), refusal(create("twice"))]);
    expect(both.filter(Boolean)).toEqual([{ code: "conflict", path: "slug" }]);
  });

  test.each(["A", "ab", "-abc", "abc-", "a".repeat(41), "a b c"])("with the slug %j is refused", async (slug) => {
    expect(await refusal(create(slug))).toEqual({ code: "invalid_request", path: "slug" });
  });
});

test("a renamed tenant keeps its slug, and the audit trail both names", async () => {
  const { tenant } = await create("hooli");
  const renamed = await renameTenant(plane.operator, { tenantId: tenant.id, name: "Hooli XYZ" });
  expect(renamed).toMatchObject({ slug: "hooli", name: "Hooli XYZ" });
  const { items } = await listOperatorAudit(plane.operator, { text: "renameTenant" });
  expect(items[0]?.detail).toEqual({ from: "hooli", to: "Hooli XYZ" });
});

describe("a closed tenant", () => {
  test("is suspended at once and comes back as it was while its days are not over", async () => {
    const { id: tenantId } = (await create("pied-piper")).tenant;
    const closed = await closeTenant(plane.operator, { tenantId, reason: "They left." });
    expect(closed).toMatchObject({ status: "suspended", suspendedReason: "They left." });
    expect(Date.parse(closed.removeAt ?? "") - Date.now()).toBeGreaterThan(29 * 86_400_000);
    expect(await resumeTenant(plane.operator, { tenantId })).toMatchObject({ status: "active", removeAt: null });
  });

  test("cannot be resumed once its removal is due", async () => {
    const { id: tenantId } = (await create("aviato")).tenant;
    await closeTenant(plane.operator, { tenantId, reason: "They left.", afterDays: 0 });
    expect(await refusal(resumeTenant(plane.operator, { tenantId }))).toMatchObject({ code: "conflict" });
  });
});
