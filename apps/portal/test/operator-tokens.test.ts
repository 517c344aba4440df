import { type OperatorScope, operatorScopeSchema, type PortalRule, portalRules, problemSchema } from "@annex/contract";
import { createOperatorToken, type OperatorContext, revokeOperatorToken } from "@annex/control-plane";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadHandlers, type PortalApi, startPortalApi } from "./start-portal-api";

const email = "operator@annex.example";
let api: PortalApi;
let handlers: Awaited<ReturnType<typeof loadHandlers>>;
let operator: OperatorContext;
beforeAll(async () => {
  api = await startPortalApi();
  handlers = await loadHandlers();
  await api.operatorCookie(); // and the operator is there
  const { jobs, masterKey } = api.acme.ctx;
  operator = { principal: { actor: `user:${email}` }, db: api.fresh.db, jobs, masterKey };
});
afterAll(() => api.close());

const every = operatorScopeSchema.options;
const tokenWith = async (scopes: readonly OperatorScope[]) =>
  createOperatorToken(operator, { name: "script", scopes: [...scopes] });

async function call({ method, path }: Pick<PortalRule, "method" | "path">, token: string, body: unknown = {}) {
  const handler = handlers.get(`${method} ${path}`);
  if (!handler) throw new Error(`No handler for ${method} ${path}.`);
  const { id } = api.acme.ctx.tenant;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const hasBody = method !== "GET" && method !== "DELETE";
  const at = `http://portal.test${path.replaceAll("{id}", id)}`;
  const request = new Request(at, { method, headers, ...(hasBody ? { body: JSON.stringify(body) } : {}) });
  const response = await handler(request, { params: Promise.resolve({ id }) });
  const text = await response.text();
  const problem = problemSchema.safeParse(text === "" ? null : JSON.parse(text)).data;
  return { status: response.status, problem, text };
}

const rules = portalRules
  .filter(({ role }) => role === "operator")
  .map((rule): [string, PortalRule] => [`${rule.method} ${rule.path}`, rule]);
const withScope = rules.filter(([, { scope }]) => scope !== null);
const inPerson = rules.filter(([, { scope }]) => scope === null);
const nothing = { method: "GET", path: "/api/v1/operator/tenants" } as const;

test("what opens accounts, tenants' code and letters, what signs tokens, tokens themselves, and webhooks' secrets and addresses are in a person's hands", () => {
  expect(inPerson.map(([name]) => name.replace("/api/v1/operator/", "")).sort()).toEqual([
    "DELETE access-tokens/{id}",
    "DELETE signing-keys/{kid}",
    "DELETE support-access/{id}",
    "DELETE webhooks/{id}",
    "GET access-tokens",
    "GET mails",
    "GET mails/{id}",
    "GET tenants/{id}/functions/{name}/releases/{number}",
    "GET tenants/{id}/support-access",
    "POST access-tokens",
    "POST signing-keys/rotate",
    "POST tenants/{id}/close",
    "POST tenants/{id}/support-access",
    "POST users/{id}/password-reset",
    "POST webhooks",
    "POST webhooks/{id}/rotate",
  ]);
});

describe("an operator's token", () => {
  test.each(inPerson)("never does %s, whatever its scopes are", async (_, rule) => {
    const { token } = await tokenWith(every);
    expect((await call(rule, token)).problem).toMatchObject({
      status: 403,
      detail: "This needs a person who is signed in; a token will not do.",
    });
  });

  test.each(withScope)("does %s with its scope alone", async (_, rule) => {
    const others = every.filter((scope) => scope !== rule.scope);
    expect((await call(rule, (await tokenWith(others)).token)).problem).toMatchObject({
      status: 403,
      detail: `The access token lacks the scope ${rule.scope}.`,
    });
  });

  test("reads with the scope to read", async () => {
    const { token } = await tokenWith(["platform:read"]);
    for (const path of ["/api/v1/operator/tenants", "/api/v1/operator/tenants/{id}", "/api/v1/operator/audit"])
      expect((await call({ method: "GET", path }, token)).status, path).toBe(200);
  });

  test("stands in the audit trail with its person and its name, as what it does does", async () => {
    const { id, token } = await tokenWith(["tenants:write"]);
    const body = { reason: "unpaid" };
    expect((await call({ method: "POST", path: "/api/v1/operator/tenants/{id}/suspend" }, token, body)).status).toBe(
      200,
    );
    expect((await call({ method: "POST", path: "/api/v1/operator/tenants/{id}/resume" }, token)).status).toBe(200);
    const { auditEvent } = api.fresh.db.operator;
    const made = await auditEvent.findFirstOrThrow({ where: { target: `operator-token:${id}` } });
    expect(made).toMatchObject({ actor: `user:${email}`, action: "createOperatorToken" });
    const done = await auditEvent.findFirstOrThrow({ where: { action: "suspendTenant" } });
    expect(done.actor).toBe(`user:${email} by token script`);
  });

  test.each<[string, (id: string) => Promise<unknown>]>([
    ["revoked", (id) => revokeOperatorToken(operator, { tokenId: id })],
    ["expired", (id) => update(id, { expiresAt: new Date() })],
    ["of an operator no more", () => demote()],
  ])("that is %s is worth nothing from the next request on", async (_, end) => {
    const { id, token } = await tokenWith(every);
    expect((await call(nothing, token)).status).toBe(200);
    await end(id);
    expect((await call(nothing, token)).problem).toMatchObject({ status: 401, code: "unauthenticated" });
    await api.fresh.db.operator.user.update({ where: { email }, data: { isOperator: true } });
  });

  test("is nobody's in a tenant, and a tenant's is no operator's", async () => {
    const { token } = await tokenWith(every);
    expect((await call({ method: "GET", path: "/api/v1/functions" }, token)).status).toBe(401);
    expect((await call({ method: "GET", path: "/api/v1/account" }, token)).status).toBe(401);
    expect((await call(nothing, await api.acme.token("owner"))).status).toBe(401);
  });

  test("is kept as a hash, which opens nothing", async () => {
    const { id, token } = await tokenWith(every);
    const row = await api.fresh.db.operator.operatorToken.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(row)).not.toContain(token);
    expect((await call(nothing, row.tokenHash)).status).toBe(401);
    const read = api.acme.ctx.db.run((tx) => tx.operatorToken.count());
    await expect(read).rejects.toThrow(/permission denied/);
  });
});

const update = (id: string, data: { expiresAt: Date }) =>
  api.fresh.db.operator.operatorToken.update({ where: { id }, data });
const demote = () => api.fresh.db.operator.user.update({ where: { email }, data: { isOperator: false } });
