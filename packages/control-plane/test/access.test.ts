import { createHash } from "node:crypto";
import { selfTestPoint } from "@annex/contract";
import { credentialContext, open } from "@annex/envelope";
import { foldInvocations } from "@annex/telemetry";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { makeDemo } from "../src/demo/index.ts";
import {
  authenticateUser,
  createApiClient,
  createCredential,
  createExtensionPoint,
  deleteCredential,
  getTenant,
  listApiClients,
  listAudit,
  listCells,
  listCredentials,
  listExtensionPoints,
  listMembers,
  listOperatorAudit,
  listRecords,
  listTenantFunctions,
  listTenants,
  loadTenantContext,
  overview,
  resumeTenant,
  revokeApiClient,
  rotateApiClient,
  suspendTenant,
} from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

const secret = { kind: "secret", name: "erp-key", functionName: null, value: "correct horse battery" } as const;

test("a credential is stored encrypted, shown without its value, and opens only in its own place", async () => {
  const shown = await createCredential(plane.acme, secret);
  expect(JSON.stringify([shown, await listCredentials(plane.acme), await listAudit(plane.acme)])).not.toContain(
    secret.value,
  );
  expect(shown.description).toEqual({ hint: "…tery" });
  const row = await plane.fresh.db.operator.credential.findUniqueOrThrow({ where: { id: shown.id } });
  expect(Buffer.from(row.ciphertext).toString("latin1")).not.toContain(secret.value);
  const { masterKey, tenant } = plane.acme;
  expect(open(masterKey, row, credentialContext(tenant.id, shown.id))).toBe(secret.value);
  expect(() => open(masterKey, row, credentialContext(plane.globex.tenant.id, shown.id))).toThrow();
  await expect(createCredential(plane.acme, secret)).rejects.toMatchObject({
    code: "conflict",
    errors: [{ path: "name" }],
  });
  await expect(deleteCredential(plane.globex, { credentialId: shown.id })).rejects.toMatchObject({ code: "not_found" });
  await deleteCredential(plane.acme, { credentialId: shown.id });
  expect(await listCredentials(plane.acme)).toEqual([]);
});

test("a client's secret is rotated with an overlap for the one before it, or without", async () => {
  const { operator } = plane.fresh.db;
  const hashOf = (text: string) => createHash("sha256").update(text).digest("base64url");
  const made = await createApiClient(plane.acme, { name: "Rotating", scopes: ["records:read"] });
  const rotated = await rotateApiClient(plane.acme, { apiClientId: made.id, overlapHours: 2 });
  expect(Date.parse(rotated.previousSecretUntil ?? "")).toBeGreaterThan(Date.now() + 7_000_000);
  const where = { id: made.id };
  expect(await operator.apiClient.findUnique({ where })).toMatchObject({
    secretHash: hashOf(rotated.clientSecret),
    previousSecretHash: hashOf(made.clientSecret),
    secretChangedAt: null,
  });
  await rotateApiClient(plane.acme, { apiClientId: made.id, overlapHours: 0 });
  expect(await operator.apiClient.findUnique({ where })).toMatchObject({
    previousSecretHash: null,
    previousSecretUntil: null,
    secretChangedAt: expect.any(Date),
  });
  const missing = { code: "not_found", message: "There is no such API client." };
  await expect(rotateApiClient(plane.globex, { apiClientId: made.id })).rejects.toMatchObject(missing);
  await expect(rotateApiClient(plane.as("developer"), { apiClientId: made.id })).rejects.toMatchObject({
    code: "forbidden",
  });
  await revokeApiClient(plane.acme, { apiClientId: made.id });
  await expect(rotateApiClient(plane.acme, { apiClientId: made.id })).rejects.toMatchObject({ code: "conflict" });
});

test("a client's secret is told once and kept as a hash; a revoked client says so", async () => {
  const { clientSecret, id, clientId } = await createApiClient(plane.acme, {
    name: "Backend",
    scopes: ["records:read"],
  });
  expect(Buffer.from(clientSecret, "base64url")).toHaveLength(32);
  const row = await plane.fresh.db.operator.apiClient.findUniqueOrThrow({ where: { clientId } });
  expect(row.secretHash).toBe(createHash("sha256").update(clientSecret).digest("base64url"));
  expect(JSON.stringify(await listApiClients(plane.acme))).not.toContain(clientSecret);
  await expect(revokeApiClient(plane.globex, { apiClientId: id })).rejects.toMatchObject({ code: "not_found" });
  await expect(revokeApiClient(plane.as("developer"), { apiClientId: id })).rejects.toMatchObject({
    code: "forbidden",
  });
  const { revokedAt } = await revokeApiClient(plane.acme, { apiClientId: id });
  expect(revokedAt).not.toBeNull();
  expect((await revokeApiClient(plane.acme, { apiClientId: id })).revokedAt).toBe(revokedAt);
});

describe("the operator", () => {
  test("suspends and resumes a tenant, and both are in the tenant's and the platform's trail", async () => {
    const tenantId = plane.globex.tenant.id;
    expect(await suspendTenant(plane.operator, { tenantId, reason: "Unpaid" })).toMatchObject({
      status: "suspended",
      suspendedReason: "Unpaid",
    });
    expect(await resumeTenant(plane.operator, { tenantId })).toMatchObject({ status: "active", suspendedReason: null });
    const actions = (await listAudit(plane.globex)).items.map(({ action }) => action);
    expect(actions.slice(0, 2)).toEqual(["resumeTenant", "suspendTenant"]);
    expect((await listOperatorAudit(plane.operator, { limit: 1 })).items).toMatchObject([
      { action: "resumeTenant", tenant: "globex" },
    ]);
    await expect(suspendTenant(plane.operator, { tenantId, reason: "" })).rejects.toMatchObject({
      code: "invalid_request",
    });
  });

  test("declares an extension point on fields that are there", async () => {
    const point = {
      key: "invoice.paid",
      name: "Paid",
      recordTypeKey: "invoice",
      inputFields: ["invoice.total"],
      outputFields: ["invoice.note"],
      timeoutMs: 1000,
      failureMode: "open",
    } as const;
    const input = { ...point, inputFields: [...point.inputFields], outputFields: [...point.outputFields] };
    expect(await createExtensionPoint(plane.operator, input)).toMatchObject({
      inputs: [{ path: "invoice.total", type: "number" }],
    });
    const data = { ...input, key: selfTestPoint.key };
    await plane.fresh.db.operator.extensionPoint.create({ data });
    const seen = (await listExtensionPoints(plane.acme)).map(({ key }) => key);
    expect([seen.includes("invoice.paid"), seen.includes(selfTestPoint.key)]).toEqual([true, false]);
    await plane.fresh.db.operator.extensionPoint.delete({ where: { key: selfTestPoint.key } });
    await expect(createExtensionPoint(plane.operator, input)).rejects.toMatchObject({ code: "conflict" });
    await expect(
      createExtensionPoint(plane.operator, { ...input, key: "invoice.x", outputFields: ["invoice.nothing"] }),
    ).rejects.toMatchObject({
      errors: [{ path: "outputFields", message: "The record type has no field invoice.nothing." }],
    });
  });

  test("sees invocations, errors and durations of the range by tenant and by function", async () => {
    const { tenant } = plane.acme;
    const functionId = tenant.id;
    const common = { tenantId: tenant.id, functionId, functionName: "f", correlationId: "c", caller: "client:x" };
    const rows = Array.from({ length: 10 }, (_, n) => ({
      ...common,
      id: `00000000-0000-7000-8000-00000000000${n}`,
      ...(n === 0 ? ({ outcome: "timeout", errorClass: "timeout" } as const) : ({ outcome: "success" } as const)),
      totalMs: n + 1,
      startedAt: n === 9 ? new Date(Date.now() - 2 * 3600_000) : new Date(),
    }));
    await plane.fresh.db.operator.invocation.createMany({ data: rows });
    const { operator } = plane.fresh.db;
    const acme = await vi.waitFor(async () => {
      await foldInvocations(operator); // not before every older transaction of the server has ended
      const { items } = await listTenants(plane.operator, { range: "1h" });
      const row = items.find(({ slug }) => slug === "acme");
      expect(row?.totals).toMatchObject({ invocations: 9, errors: 1, errorsByClass: { timeout: 1 } });
      return row;
    }, 20_000);
    expect(Math.abs((acme?.totals.p50Ms ?? 0) - 5)).toBeLessThan(0.1);
    expect(acme?.sparkline.at(-1)).toBe(9);
    expect((await getTenant(plane.operator, { tenantId: tenant.id, range: "24h" })).totals.invocations).toBe(10);
    expect((await overview(plane.operator, { range: "24h" })).totals.invocations).toBe(10);
    expect(await listTenantFunctions(plane.operator, { tenantId: tenant.id })).toEqual([]);
    expect(await listCells(plane.operator)).toHaveLength(2);
  });
});

describe("the demo", () => {
  test("is made twice without doubling anything, and its people can sign in", async () => {
    const cell = await plane.fresh.db.operator.cell.findFirstOrThrow();
    const { db, appUrl } = plane.fresh;
    const options = { db, appUrl, masterKey: plane.acme.masterKey.bytes.toString("base64"), cell };
    await makeDemo(options);
    const { users, apiClients } = await makeDemo(options);
    expect(apiClients.map(({ tenant }) => tenant)).toEqual(["acme", "globex"]);
    for (const { email, password } of users)
      expect((await authenticateUser({ db, masterKey: plane.acme.masterKey }, { email, password })).email).toBe(email);
    expect((await listTenants(plane.operator)).items.find(({ slug }) => slug === "acme")?.functions).toBe(3);
    expect(await listRecords(plane.acme, { type: "invoice" })).toHaveLength(12);
    expect(await plane.jobsIn("deploy")).toBe(3);
  });

  test("a member gets a context in the member's role, and nobody gets one elsewhere", async () => {
    const { db } = plane.fresh;
    const user = await db.operator.user.findUniqueOrThrow({ where: { email: "dev@acme.example" } });
    const { jobs, masterKey } = plane.acme;
    const who = { userId: user.id, email: user.email, tenantId: plane.acme.tenant.id };
    const ctx = await loadTenantContext({ db, jobs, masterKey }, who);
    expect(ctx.principal).toEqual({ actor: "user:dev@acme.example", role: "developer" });
    expect((await listMembers(ctx)).map(({ email }) => email)).toEqual(["dev@acme.example", "owner@acme.example"]);
    await expect(
      loadTenantContext({ db, jobs, masterKey }, { ...who, tenantId: plane.globex.tenant.id }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});
