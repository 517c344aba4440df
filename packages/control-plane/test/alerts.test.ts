import { randomUUID } from "node:crypto";
import type { SaveAlertRule } from "@annex/contract";
import type { Tx } from "@annex/db";
import { foldInvocations, writeEntries } from "@annex/telemetry";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import {
  createFunction,
  createWebhook,
  deleteAlertRule,
  deleteWebhook,
  evaluateAlerts,
  listAlertEvents,
  listAlertRules,
  listDeliveries,
  listWebhooks,
  muteAlertRule,
  ofOperators,
  ofTenant,
  resumeTenant,
  rotateWebhook,
  saveAlertRule,
  sealAudit,
  suspendTenant,
  testAlertRule,
  testWebhook,
} from "../src/index.ts";
import { inTurn } from "./in-turn.ts";
import { asOwner, type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
let functionId: string;
beforeAll(async () => {
  plane = await startControlPlane();
  await createFunction(plane.acme, { name: "score", extensionPointKey: null, template: "blank" });
  const found = await plane.fresh.db.operator.function.findFirstOrThrow({ where: { name: "score" } });
  functionId = found.id;
  await createWebhook(acme(), { name: "pager", url: "https://pager.example/annex" });
});
afterAll(() => plane.close());
beforeEach(async () => {
  await plane.fresh.db.operator.alertRule.deleteMany();
  await plane.fresh.db.operator.rollup.deleteMany();
});

const acme = () => ofTenant(plane.acme);
const rule = (more: Partial<SaveAlertRule>) =>
  saveAlertRule(acme(), { name: "errors", metric: "error_rate", threshold: 0.1, windowMinutes: 5, ...more });
const evaluate = (now = new Date()) =>
  evaluateAlerts(
    plane.operator,
    (error) => {
      throw error;
    },
    now,
  );

/** So many invocations of Acme's now, of which some failed. */
function entriesOf(count: number, failed: number, totalMs = 20) {
  const tenantId = plane.acme.tenant.id;
  return Array.from({ length: count }, (_, index) => ({
    ...{ id: randomUUID(), tenantId, functionId, functionName: "score", correlationId: "c-12345678", requestId: "r-1" },
    ...{ releaseNumber: 1, extensionPointKey: null, caller: "client:acme", hops: 0, region: "eu-central-1" },
    ...{ outcome: index < failed ? ("function_error" as const) : ("success" as const), errorStack: [] },
    ...{ errorType: index < failed ? "Error" : null, errorMessage: index < failed ? "no" : null },
    ...{ startedAt: new Date(), totalMs, functionMs: totalMs, billedMs: totalMs, initMs: null, memoryMb: 1024 },
    ...{ maxMemoryMb: 80, steps: {}, trigger: "request" as const, acceptedId: null, attempt: null },
  }));
}

/** The same, in the rollups. */
async function invoked(count: number, failed: number, totalMs?: number) {
  const { operator } = plane.fresh.db;
  const where = { scope: "tenant", bucketSeconds: 60, tenantId: plane.acme.tenant.id } as const;
  const summed = async () =>
    Number((await operator.rollup.aggregate({ where, _sum: { invocations: true } }))._sum.invocations ?? 0);
  const before = await summed();
  await plane.acme.db.run((tx) => writeEntries(tx, entriesOf(count, failed, totalMs)));
  await vi.waitFor(async () => {
    await foldInvocations(operator);
    expect(await summed()).toBeGreaterThanOrEqual(before + count);
  }, 20_000);
}

test("an error rate above the threshold fires once, is told by e-mail and webhook, and resolves once", async () => {
  await rule({ emails: ["ops@acme.example"], webhook: "pager" });
  await invoked(10, 1);
  expect(await evaluate()).toBe(0);
  await invoked(10, 8);
  const [mails, deliveries] = [await plane.jobsIn("send-mail"), await plane.jobsIn("deliver-webhook")];
  expect(await evaluate()).toBe(1);
  expect(await evaluate()).toBe(0);
  expect(await listAlertRules(acme())).toMatchObject([{ state: "firing", value: 0.45, watched: { name: "acme" } }]);
  expect([await plane.jobsIn("send-mail"), await plane.jobsIn("deliver-webhook")]).toEqual([mails + 1, deliveries + 1]);
  expect(await evaluate(new Date(Date.now() + 6 * 60_000))).toBe(1);
  expect(await listAlertEvents(acme())).toMatchObject([
    { kind: "resolved", told: ["ops@acme.example", "webhook:pager"] },
    { kind: "firing", text: "acme: error rate 45 %, above 10 % over the last 5 minutes" },
  ]);
  const actions = await plane.fresh.db.operator.auditEvent.findMany({ where: { target: "alert:errors" } });
  expect(actions.map(({ action }) => action)).toEqual(["createAlertRule", "fireAlert", "resolveAlert"]);
});

test("latency, spend and silence fire by what the window holds", async () => {
  await rule({ name: "slow", metric: "p95", threshold: 500, functionName: "score" });
  await rule({ name: "dear", metric: "spend", threshold: 0.000_01 });
  const { id } = await rule({ name: "quiet", metric: "silence" });
  await invoked(10, 0, 900);
  expect(await evaluate()).toBe(2);
  const states = async () => (await listAlertRules(acme())).map(({ name, state }) => `${name} ${state}`);
  expect(await states()).toEqual(["dear firing", "slow firing", "quiet ok"]);
  const later = new Date(Date.now() + 20 * 60_000);
  expect(await evaluate(later)).toBe(3);
  expect(await states()).toEqual(["quiet firing", "dear ok", "slow ok"]);
  const firing = await listAlertEvents(acme());
  expect(firing.find(({ ruleId }) => ruleId === id)?.text).toBe("acme: no invocation in the last 5 minutes");
});

test("a suspended tenant's own rules rest, and the operators' of it do not", async () => {
  await rule({ emails: ["ops@acme.example"] });
  const watching = { name: "acme fails", metric: "error_rate", threshold: 0.1, windowMinutes: 5 } as const;
  const tenantId = plane.acme.tenant.id;
  await saveAlertRule(ofOperators(plane.operator), { ...watching, watchedTenantId: tenantId });
  await invoked(4, 4);
  await suspendTenant(plane.operator, { tenantId, reason: "unpaid" });
  expect(await evaluate()).toBe(1);
  expect(await listAlertRules(acme())).toMatchObject([{ state: "ok", value: null }]);
  await resumeTenant(plane.operator, { tenantId });
  expect(await evaluate()).toBe(1);
  expect(await listAlertRules(acme())).toMatchObject([{ state: "firing", value: 1 }]);
});

test("every rule is looked at, however many there are", async () => {
  await invoked(4, 4);
  const { operator } = plane.fresh.db;
  const { id } = await rule({});
  const one = await operator.alertRule.findUniqueOrThrow({ where: { id } });
  const others = Array.from({ length: 450 }, (_, index) => ({ ...one, id: randomUUID(), name: `errors ${index}` }));
  await operator.alertRule.createMany({ data: others });
  expect(await evaluate()).toBe(451);
  expect(await operator.alertRule.count({ where: { state: "firing" } })).toBe(451);
});

test("silence is not told of invocations that are in the ledger and not summed yet", async () => {
  const { id } = await rule({ name: "quiet", metric: "silence" });
  const createdAt = new Date(Date.now() - 3_600_000);
  await plane.fresh.db.operator.alertRule.update({ where: { id }, data: { createdAt } });
  const soon = new Date(Date.now() + 60_000);
  await plane.acme.db.run((tx) => writeEntries(tx, entriesOf(1, 0)));
  expect(await evaluate(soon)).toBe(0);
  expect(await evaluate(new Date(soon.getTime() + 20 * 60_000))).toBe(1);
});

test("what was measured by a rule's earlier numbers is not told of its new ones", async () => {
  const { id } = await rule({ emails: ["ops@acme.example"] });
  await invoked(10, 10);
  const { operator } = plane.fresh.db;
  const mails = await plane.jobsIn("send-mail");
  const hold = (tx: Tx) => tx.$queryRaw`SELECT 1 AS held FROM alert_rules WHERE id = ${id}::uuid FOR UPDATE`;
  const change = { name: "errors", metric: "p95", threshold: 60_000, windowMinutes: 5 } as const;
  await inTurn(operator, hold, [() => saveAlertRule(acme(), change, id), () => evaluate()]);
  expect(await listAlertRules(acme())).toMatchObject([{ metric: "p95", state: "ok" }]);
  expect(await plane.jobsIn("send-mail")).toBe(mails);
  expect(await evaluate()).toBe(0);
});

test("a muted rule goes on looking and tells nobody; a test is told all the same", async () => {
  const { id } = await rule({ emails: ["ops@acme.example"] });
  expect((await muteAlertRule(acme(), id, { minutes: 60 })).mutedUntil).not.toBeNull();
  await invoked(4, 4);
  const mails = await plane.jobsIn("send-mail");
  expect(await evaluate()).toBe(1);
  expect(await plane.jobsIn("send-mail")).toBe(mails);
  expect(await listAlertEvents(acme())).toMatchObject([{ kind: "firing", muted: true, told: [] }]);
  expect(await testAlertRule(acme(), id)).toMatchObject({ kind: "test", told: ["ops@acme.example"] });
  expect(await plane.jobsIn("send-mail")).toBe(mails + 1);
  expect((await muteAlertRule(acme(), id, { minutes: 0 })).mutedUntil).toBeNull();
});

test("operators watch the platform or one tenant; a tenant sees neither their rules nor another tenant's", async () => {
  const operators = ofOperators(plane.operator);
  const watchedTenantId = plane.acme.tenant.id;
  const shared = { metric: "error_rate" as const, threshold: 0.5, emails: ["noc@annex.example"] };
  const { id } = await saveAlertRule(operators, { ...shared, name: "acme fails", watchedTenantId });
  await saveAlertRule(operators, { ...shared, name: "all fail" });
  await invoked(4, 4);
  expect(await evaluate()).toBe(2);
  expect(await listAlertEvents(operators)).toHaveLength(2);
  for (const tenant of [acme(), ofTenant(plane.globex)]) {
    expect(await listAlertRules(tenant)).toEqual([]);
    expect(await listAlertEvents(tenant)).toEqual([]);
    for (const attempt of [
      () => deleteAlertRule(tenant, id),
      () => muteAlertRule(tenant, id, { minutes: 5 }),
      () => testAlertRule(tenant, id),
      () => saveAlertRule(tenant, { ...shared, name: "mine" }, id),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  }
});

test.each([
  ["a function that is not there", { functionName: "nobodys" }],
  ["a webhook that is not there", { webhook: "nobodys" }],
  ["another tenant to watch", { watchedTenantId: randomUUID() }],
  ["an error rate of all and more", { threshold: 1 }],
])("%s is refused", async (_what, wrong) => {
  await expect(rule(wrong)).rejects.toMatchObject({ code: "invalid_request" });
  expect(await listAlertRules(acme())).toEqual([]);
});

test("a taken name is refused, and a viewer changes nothing", async () => {
  const { id } = await rule({});
  await expect(rule({})).rejects.toMatchObject({ code: "conflict" });
  const viewer = ofTenant(plane.as("viewer"));
  await expect(deleteAlertRule(viewer, id)).rejects.toMatchObject({ code: "forbidden" });
  await deleteAlertRule(acme(), id);
  expect(await listAlertRules(acme())).toEqual([]);
});

test("operators are told of a cell that cannot be reached, is nearly full, of waiting jobs and of a broken trail", async () => {
  const { operator } = plane.fresh.db;
  const ops = ofOperators(plane.operator);
  const emails = ["ops@annex.example"];
  await saveAlertRule(ops, { name: "reach", metric: "cell_unreachable", emails });
  await saveAlertRule(ops, { name: "full", metric: "cell_capacity", threshold: 0.8, emails });
  await saveAlertRule(ops, { name: "behind", metric: "worker_lag", threshold: 60, emails });
  await saveAlertRule(ops, { name: "trail", metric: "audit_chain", windowMinutes: 15, emails });
  await operator.$executeRaw`UPDATE pgboss.job SET start_after = now() + interval '1 day' WHERE state < 'active'`;
  expect(await evaluate()).toBe(0);
  const capacity = { concurrencyLimit: 1000, codeBytes: 90, codeBytesLimit: 100, functions: 3 };
  const { id, name } = await operator.cell.findFirstOrThrow();
  await operator.cell.update({ where: { id }, data: { capacity, checkError: "AccessDenied" } });
  const later = new Date(Date.now() + 26 * 3_600_000);
  await vi.waitFor(async () => {
    await sealAudit(operator); // not before every older transaction of the server has ended
    expect(await operator.auditSeal.count()).toBeGreaterThan(0);
  }, 20_000);
  const owner = await asOwner(plane.fresh.ownerUrl);
  await owner.run("ALTER TABLE audit_events DISABLE TRIGGER USER");
  await owner.run("UPDATE audit_events SET actor = 'user:nobody' WHERE id = (SELECT min(id) FROM audit_events)");
  await owner.run("ALTER TABLE audit_events ENABLE TRIGGER USER");
  await owner.close();
  expect(await evaluate(later)).toBe(4);
  const rules = Object.fromEntries((await listAlertRules(ops)).map((rule) => [rule.name, rule]));
  expect(rules.reach).toMatchObject({ state: "firing", value: 1, detail: `${name}: AccessDenied` });
  expect(rules.full).toMatchObject({
    state: "firing",
    value: 0.9,
    detail: `${name} has 90 % of its code storage in use`,
  });
  expect(rules.behind).toMatchObject({
    state: "firing",
    detail: expect.stringMatching(/ due, the oldest for [\d,]+ s$/),
  });
  expect(rules.trail).toMatchObject({ state: "firing", detail: expect.stringMatching(/^event \d+ is changed$/) });
  const events = await listAlertEvents(ops);
  expect(events.find(({ rule }) => rule === "reach")).toMatchObject({
    text: `cells that cannot be reached: ${name}: AccessDenied`,
    told: emails,
  });
  await operator.cell.updateMany({ data: { checkError: null } });
  expect(await evaluate(later)).toBe(1);
  expect((await listAlertEvents(ops))[0]).toMatchObject({ kind: "resolved", rule: "reach" });
});

test("the platform's own errors are told apart from those of tenants' code", async () => {
  const ops = ofOperators(plane.operator);
  await saveAlertRule(ops, { name: "ours", metric: "platform_errors", threshold: 0.01 });
  await invoked(10, 8);
  expect(await evaluate()).toBe(0);
  expect(await listAlertRules(ops)).toMatchObject([{ value: 0, state: "ok" }]);
});

test("a tenant watches nothing of the platform", async () => {
  const message = "Only the platform's operators watch that.";
  await expect(rule({ metric: "cell_capacity" })).rejects.toMatchObject({ code: "invalid_request", message });
});

test("operators have webhooks of their own, which their rules tell and which no tenant sees, uses or changes", async () => {
  const ops = ofOperators(plane.operator);
  const { id, secret, ...shown } = await createWebhook(ops, { name: "pager", url: "https://pager.annex.example/" });
  expect(secret).toMatch(/^whsec_.{44}$/);
  expect(await listWebhooks(ops)).toEqual([{ id, ...shown }]); // the secret is told once
  await expect(createWebhook(ops, { name: "pager", url: "https://other.example/" })).rejects.toMatchObject({
    code: "conflict",
  });
  expect((await listWebhooks(acme())).map((webhook) => webhook.url)).toEqual(["https://pager.example/annex"]);
  const gone = { code: "not_found", message: "There is no such webhook." };
  for (const act of [deleteWebhook, rotateWebhook, testWebhook, listDeliveries]) {
    await expect(act(acme(), { webhookId: id })).rejects.toMatchObject(gone);
    const [theirs] = await listWebhooks(acme());
    await expect(act(ops, { webhookId: theirs?.id ?? "" })).rejects.toMatchObject(gone);
  }
  await expect(
    saveAlertRule(ofTenant(plane.globex), { name: "x", metric: "silence", webhook: "pager" }),
  ).rejects.toMatchObject({ code: "invalid_request" });

  const { id: ruleId } = await saveAlertRule(ops, { name: "behind", metric: "worker_lag", webhook: "pager" });
  const before = await plane.jobsIn("deliver-webhook");
  expect((await testAlertRule(ops, ruleId)).told).toEqual(["webhook:pager"]);
  await testWebhook(ops, { webhookId: id });
  expect(await plane.jobsIn("deliver-webhook")).toBe(before + 2);
  const { items } = await listDeliveries(ops, { webhookId: id });
  expect(items.map(({ isTest, state }) => [isTest, state])).toEqual([
    [true, "pending"],
    [false, "pending"],
  ]);
  await deleteWebhook(ops, { webhookId: id });
  expect(await listAlertRules(ops)).toMatchObject([{ name: "behind", webhook: null }]);
  const { operator } = plane.fresh.db;
  const events = await operator.auditEvent.findMany({ where: { target: "webhook:pager", tenantId: null } });
  expect(events.map(({ action }) => action).toSorted()).toEqual(["createWebhook", "deleteWebhook", "testWebhook"]);
});

test("a tenant has 100 alert rules at most, also when many are made at once; operators and others are not counted", async () => {
  const { id: tenantId } = plane.acme.tenant;
  const ready = { metric: "silence", threshold: 0, windowMinutes: 5, createdBy: "user:dev@acme.example" };
  const row = (number: number) => ({ ...ready, id: randomUUID(), tenantId, name: `rule ${number}` });
  await plane.fresh.db.operator.alertRule.createMany({ data: Array.from({ length: 98 }, (_, number) => row(number)) });
  const made = await Promise.allSettled(["a", "b", "c", "d"].map((name) => rule({ name })));
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  const message = "You have 100 alert rules, and 100 are allowed. Delete one first.";
  expect(made.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "limit_exceeded", status: 429, message },
  });
  const [first] = await listAlertRules(acme());
  await saveAlertRule(acme(), { name: "renamed", metric: "silence" }, first?.id);
  await saveAlertRule(ofTenant(plane.globex), { name: "theirs", metric: "silence" });
  await saveAlertRule(ofOperators(plane.operator), { name: "ours", metric: "silence" });
  await deleteAlertRule(acme(), first?.id ?? "");
  await expect(rule({ name: "again" })).resolves.toMatchObject({ name: "again" });
});

test("tests of a tenant's rules send 10 e-mails an hour at most, whatever becomes of the rules", async () => {
  const globex = ofTenant(plane.globex);
  const addresses = (count: number) => Array.from({ length: count }, (_, number) => `ops${number}@globex.example`);
  const make = (name: string, count: number) =>
    saveAlertRule(globex, { name, metric: "silence", emails: addresses(count) });
  const { id: six } = await make("six", 6);
  await testAlertRule(globex, six);
  await deleteAlertRule(globex, six);
  const { id: five } = await make("five", 5);
  const mails = await plane.jobsIn("send-mail");
  await expect(testAlertRule(globex, five)).rejects.toMatchObject({
    ...{ code: "limit_exceeded", status: 429 },
    message:
      "Tests of alert rules send 10 e-mails an hour at most: 6 were sent, and this one sends 5. Try again in 60 minutes.",
  });
  expect(await plane.jobsIn("send-mail")).toBe(mails);
  expect(await listAlertEvents(globex)).toEqual([]);
  const { id: four } = await make("four", 4);
  await Promise.allSettled([1, 2, 3].map(() => testAlertRule(globex, four)));
  expect(await plane.jobsIn("send-mail")).toBe(mails + 4);
  const { id: none } = await make("none", 0);
  await expect(testAlertRule(globex, none)).resolves.toMatchObject({ told: [] });
  const owner = await asOwner(plane.fresh.ownerUrl);
  await owner.run("UPDATE audit_events SET at = at - interval '1 hour' WHERE action = 'testAlertRule'");
  await owner.close();
  await expect(testAlertRule(globex, five)).resolves.toMatchObject({ kind: "test" });
});

test("an alert is told by a subject of one line, whatever its rule was named before names had to be", async () => {
  const { id } = await rule({ emails: ["ops@acme.example"] });
  const { operator } = plane.fresh.db;
  await operator.alertRule.update({ where: { id }, data: { name: "a\r\nBcc: x" } });
  await expect(rule({ name: "a\r\nBcc: x" })).rejects.toMatchObject({ code: "invalid_request" });
  await invoked(4, 4);
  expect(await evaluate()).toBe(1);
  const mail = await operator.mail.findFirstOrThrow({ orderBy: { id: "desc" } });
  expect(mail.subject).toBe("[Annex] Firing: a Bcc: x");
});
