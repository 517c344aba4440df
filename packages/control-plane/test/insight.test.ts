import { randomUUID } from "node:crypto";
import { planLimitsSchema } from "@annex/contract";
import { foldInvocations } from "@annex/telemetry";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  createFunction,
  getTenantFunction,
  getTenantRelease,
  listCosts,
  listErrorGroups,
  savePlan,
  sealAudit,
  verifyAudit,
} from "../src/index.ts";
import { asOwner, type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
let owner: Awaited<ReturnType<typeof asOwner>>;
beforeAll(async () => {
  plane = await startControlPlane();
  owner = await asOwner(plane.fresh.ownerUrl);
});
afterAll(async () => {
  await owner.close();
  await plane.close();
});

describe("the audit trail", () => {
  const operator = () => plane.fresh.db.operator;
  const write = (action: string) =>
    operator().auditEvent.createMany({ data: [{ actor: "user:x", action, target: "t:1" }] });
  const idOf = async (action: string) => (await operator().auditEvent.findFirstOrThrow({ where: { action } })).id;
  /** Does what only the database's owner could do, then looks. */
  async function tamper(sql: string) {
    for (const statement of sql.split(";")) await owner.run(statement);
    return verifyAudit(operator());
  }

  beforeEach(async () => {
    await owner.run("TRUNCATE audit_events, audit_seals");
    for (const action of ["one", "two", "three"]) await write(action);
    await vi.waitFor(async () => {
      await sealAudit(operator()); // not before every older transaction of the server has ended
      expect(await operator().auditSeal.count()).toBe(3);
    }, 20_000);
  });

  test("is whole as it was written, and sealed once however often it is sealed", async () => {
    await Promise.all([sealAudit(operator()), sealAudit(operator())]);
    expect(await verifyAudit(operator())).toMatchObject({ intact: true, sealed: 3, waiting: 0, broken: null });
  });

  test("tells which event was changed, even when only its detail was", async () => {
    const id = await idOf("two");
    expect(await tamper(`UPDATE audit_events SET detail = '{"a":1}' WHERE id = ${id}`)).toMatchObject({
      intact: false,
      broken: { eventId: String(id), why: "changed" },
    });
  });

  test("tells which event is gone", async () => {
    const id = await idOf("one");
    expect((await tamper(`DELETE FROM audit_events WHERE id = ${id}`)).broken).toEqual({
      eventId: String(id),
      why: "missing",
    });
  });

  test("tells when an event went together with its seal", async () => {
    const id = await idOf("two");
    const { broken } = await tamper(
      `DELETE FROM audit_seals WHERE event_id = ${id}; DELETE FROM audit_events WHERE id = ${id}`,
    );
    expect(broken?.why).toBe("out_of_place");
  });

  test("tells when an event was put in between later", async () => {
    const columns = "actor, action, target, recorded_xid";
    const xid = "(SELECT min(recorded_xid) FROM audit_events)";
    const { broken } = await tamper(`INSERT INTO audit_events (${columns}) VALUES ('user:y', 'forged', 't:1', ${xid})`);
    expect(broken?.why).toBe("unsealed");
  });

  test("neither the app role nor the operators' may change an event or a seal", async () => {
    const forms = [
      "UPDATE audit_events SET actor = 'x'",
      "DELETE FROM audit_events",
      "UPDATE audit_seals SET hash = ''",
      "DELETE FROM audit_seals",
    ];
    for (const sql of forms) {
      await expect(operator().$executeRawUnsafe(sql)).rejects.toThrow(/permission denied/);
      await expect(plane.acme.db.run((tx) => tx.$executeRawUnsafe(sql))).rejects.toThrow(/permission denied/);
    }
  });
});

describe("what went wrong and what it cost", () => {
  beforeAll(async () => {
    const { tenant } = plane.acme;
    await createFunction(plane.acme, { name: "score", extensionPointKey: null, template: "blank" });
    const { operator } = plane.fresh.db;
    const { id: functionId } = await operator.function.findFirstOrThrow({
      where: { name: "score", tenantId: tenant.id },
    });
    const common = { tenantId: tenant.id, functionId, functionName: "score", correlationId: "c", caller: "client:x" };
    const failure = { outcome: "function_error", errorClass: "user", errorType: "TypeError" } as const;
    const row = (n: number) => ({
      ...{ ...common, id: randomUUID(), startedAt: new Date(Date.now() - n * 1000), totalMs: 5, functionMs: 4 },
      ...{ billedMs: 1000, memoryMb: 1024, costPicoUsd: 16_866_700, releaseNumber: n < 6 ? 2 : 1 },
      ...(n < 4
        ? { ...failure, errorFingerprint: "aaaa", errorMessage: `no ${n}`, errorStack: ["    at src/index.ts:3:1"] }
        : n === 4
          ? { ...failure, errorFingerprint: "bbbb", errorMessage: "other" }
          : ({ outcome: "success" } as const)),
    });
    await operator.invocation.createMany({ data: Array.from({ length: 10 }, (_, n) => row(n)) });
    await vi.waitFor(async () => {
      await foldInvocations(operator);
      expect((await listCosts(plane.operator)).invocations).toBe(10);
    }, 20_000);
  });

  test("each kind of failure is told once, the most frequent first, with the newest place in the tenant's code", async () => {
    const groups = await listErrorGroups(plane.acme, { functionName: "score" });
    expect(groups.map(({ fingerprint, count }) => [fingerprint, count])).toEqual([
      ["aaaa", 4],
      ["bbbb", 1],
    ]);
    expect(groups[0]).toMatchObject({ errorMessage: "no 0", errorStack: ["    at src/index.ts:3:1"], lastRelease: 2 });
    expect(groups[0]?.sparkline.reduce((sum, count) => sum + count, 0)).toBe(4);
    await expect(listErrorGroups(plane.globex, { functionName: "score" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("an operator sees a function's releases side by side, and none under another tenant", async () => {
    const tenantId = plane.acme.tenant.id;
    const { metrics, errorGroups } = await getTenantFunction(plane.operator, { tenantId, name: "score" });
    expect(errorGroups).toHaveLength(2);
    expect(metrics.releases.map(({ releaseNumber, totals }) => [releaseNumber, totals.errors])).toEqual([
      [2, 5],
      [1, 0],
    ]);
    const sumOf = (values: readonly number[] = []) => values.reduce((sum, value) => sum + value, 0);
    for (const [index, { releaseNumber, invocations, errorRate }] of metrics.byRelease.entries()) {
      const { totals } = metrics.releases[index] ?? { totals: { invocations: 0, errorRate: -1 } };
      expect(sumOf(invocations), `release ${releaseNumber}`).toBe(totals.invocations);
      expect([invocations.length, errorRate.length]).toEqual([metrics.series.length, metrics.series.length]);
      expect(errorRate.find((rate) => rate !== null)).toBe(totals.errorRate);
    }
    expect(metrics.sizing).toEqual({ timeoutMs: null, requestUsd: 2e-7, gbSecondUsd: expect.closeTo(1.67e-5, 5) });
    const other = getTenantFunction(plane.operator, { tenantId: plane.globex.tenant.id, name: "score" });
    await expect(other).rejects.toMatchObject({ code: "not_found" });
  });

  test("an operator reads the code of a release, which the tenant sees in its audit trail; none under another tenant", async () => {
    const tenantId = plane.acme.tenant.id;
    const { operator } = plane.fresh.db;
    const fn = await operator.function.findFirstOrThrow({ where: { tenantId, name: "score" } });
    const release = { functionId: fn.id, tenantId, number: 1, content: { ...draftOf() }, createdBy: "user:mia" };
    await operator.release.createMany({ data: [{ ...release, id: randomUUID() }] });
    const input = { name: "score", releaseNumber: 1 };
    const { source, live } = await getTenantRelease(plane.operator, { tenantId, ...input });
    expect([source, live]).toEqual([draftOf().source, false]);
    const read = await operator.auditEvent.findMany({ where: { tenantId, action: "getTenantRelease" } });
    expect(read).toMatchObject([
      { actor: plane.operator.principal.actor, target: "function:score", detail: { number: 1 } },
    ]);
    for (const missing of [
      { tenantId: plane.globex.tenant.id, ...input },
      { tenantId, ...input, releaseNumber: 9 },
    ])
      await expect(getTenantRelease(plane.operator, missing)).rejects.toMatchObject({ code: "not_found" });
  });

  test("a tenant's row knows what its plan brings in, so that the margin shows", async () => {
    const { limits } = await plane.fresh.db.operator.plan.findUniqueOrThrow({ where: { key: "standard" } });
    const saved = { key: "standard", name: "Standard", limits: planLimitsSchema.parse(limits), priceUsd: 49.5 };
    expect((await savePlan(plane.operator, saved)).priceUsd).toBe(49.5);
    expect((await listCosts(plane.operator, { by: "tenant" })).rows[0]?.planPriceUsd).toBe(49.5);
    expect((await listCosts(plane.operator, { by: "function" })).rows[0]?.planPriceUsd).toBeNull();
  });

  test.each(["tenant", "function", "release", "day"] as const)("the cost by %s adds up to the ledger's", async (by) => {
    const { rows, totalUsd } = await listCosts(plane.operator, { by });
    expect(totalUsd).toBeCloseTo(10 * 0.0000168667, 12);
    expect(rows.reduce((sum, { costUsd }) => sum + costUsd, 0)).toBeCloseTo(totalUsd, 12);
    expect(rows.reduce((sum, { gbSeconds }) => sum + gbSeconds, 0)).toBeCloseTo(10, 6);
    expect(rows).toHaveLength({ tenant: 1, function: 1, release: 2, day: rows.length }[by]);
  });

  test("a month in which nothing ran costs nothing, and one that is none is refused", async () => {
    expect(await listCosts(plane.operator, { month: "2020-02" })).toMatchObject({
      rows: [],
      totalUsd: 0,
      forecastUsd: null,
    });
    await expect(listCosts(plane.operator, { month: "2020-13" })).rejects.toMatchObject({ code: "invalid_request" });
  });
});
