import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  createFunction,
  createLayer,
  createLayerBuild,
  createWebhook,
  ofOperators,
  ofTenant,
  redeliver,
  resumeTenant,
  saveAlertRule,
  saveDraft,
  startPackageTypes,
  suspendTenant,
  sweepDeliveries,
  testAlertRule,
  testWebhook,
} from "../src/index.ts";
import { type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
let webhookId: string;
let ruleId: string;
let layerId: string;
let deliveryId: string;
const packages = [{ name: "left-side", version: "1.2.3" }];
const emails = ["ops@acme.example"];

beforeAll(async () => {
  plane = await startControlPlane();
  const acme = ofTenant(plane.acme);
  ({ id: webhookId } = await createWebhook(acme, { name: "pager", url: "https://pager.example/annex" }));
  ({ id: ruleId } = await saveAlertRule(acme, { name: "errors", metric: "error_rate", emails }));
  ({ id: layerId } = await createLayer(plane.acme, { name: "shared" }));
  await createFunction(plane.acme, { name: "score", extensionPointKey: null, template: "blank" });
  await saveDraft(plane.acme, { functionName: "score", content: draftOf({ packages }), revision: 1 });
  const { id } = await testWebhook(acme, { webhookId });
  await plane.fresh.db.operator.webhookDelivery.update({ where: { id }, data: { state: "failed" } });
  deliveryId = id;
});
afterAll(() => plane.close());
const tenantId = () => plane.acme.tenant.id;
beforeEach(() => suspendTenant(plane.operator, { tenantId: tenantId(), reason: "unpaid" }));

const acts = {
  "a test of a webhook": () => testWebhook(ofTenant(plane.acme), { webhookId }),
  "a delivery once more": () => redeliver(ofTenant(plane.acme), { deliveryId }),
  "a test of an alert rule": () => testAlertRule(ofTenant(plane.acme), ruleId),
  "a layer of packages": () => createLayerBuild(plane.acme, { layerId, runtimes: ["nodejs24.x"], packages }),
  "the types of packages": () => startPackageTypes(plane.acme, { functionName: "score" }),
};
const queues = ["deliver-webhook", "send-mail", "layer-build", "package-types"];

test.each(Object.entries(acts))("%s is not asked for while the tenant is suspended", async (_, act) => {
  const jobs = () => Promise.all(queues.map((queue) => plane.jobsIn(queue)));
  const before = await jobs();
  const message = "The tenant is suspended. Ask the operator of the platform.";
  await expect(act()).rejects.toMatchObject({ code: "tenant_suspended", status: 403, message });
  expect(await jobs()).toEqual(before);
  await resumeTenant(plane.operator, { tenantId: tenantId() });
  await expect(act()).resolves.toBeDefined();
});

test("the operators' own webhooks and rules are tried all the same", async () => {
  const operators = ofOperators(plane.operator);
  const made = await createWebhook(operators, { name: "desk", url: "https://desk.example/annex" });
  await expect(testWebhook(operators, { webhookId: made.id })).resolves.toMatchObject({ state: "pending" });
  const { id } = await saveAlertRule(operators, { name: "lag", metric: "worker_lag", emails });
  await expect(testAlertRule(operators, id)).resolves.toMatchObject({ kind: "test" });
});

test("held deliveries wait for their tenant, and are sent once when it is resumed", async () => {
  const { operator } = plane.fresh.db;
  const ids = [randomUUID(), randomUUID()];
  const row = { tenantId: tenantId(), webhookId, isTest: true, state: "held" } as const;
  await operator.webhookDelivery.createMany({ data: ids.map((id) => ({ ...row, id })) });
  const states = async () =>
    (await operator.webhookDelivery.findMany({ where: { id: { in: ids } } })).map(({ state }) => state);
  const sweep = () => sweepDeliveries(plane.fresh.db, plane.acme.jobs);
  expect(await sweep()).toBe(0);
  expect(await states()).toEqual(["held", "held"]);
  await resumeTenant(plane.operator, { tenantId: tenantId() });
  const before = await plane.jobsIn("deliver-webhook");
  const counts = await Promise.all([sweep(), sweep()]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(2);
  expect(await states()).toEqual(["pending", "pending"]);
  expect(await plane.jobsIn("deliver-webhook")).toBe(before + 2);
});
