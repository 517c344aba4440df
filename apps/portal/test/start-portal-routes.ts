import { generateKeyPairSync, randomUUID } from "node:crypto";
import { accessScopeSchema, type PortalRule, type Problem, problemSchema } from "@annex/contract";
import {
  createApiClient,
  createCredential,
  createInvitation,
  createLayer,
  createLayerVersion,
  createSchedule,
  createWebhook,
  listAccessTokens,
  listMembers,
  ofTenant,
  saveAlertRule,
} from "@annex/control-plane";
import { nameOf, without } from "./portal-rules";
import { endTokens, loadHandlers, type PortalApi, seedDelivery, seedThings, startPortalApi } from "./start-portal-api";

const publicKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });

type Things = Awaited<ReturnType<typeof seedThings>>;

/** What a request needs so that nothing but the name in its path can be wrong with it. */
function bodyFor(operation: string, { content, invocationId }: Things): unknown {
  const [method = "", path = ""] = operation.split(" /api/v1/functions/{name}");
  const bodies: Record<string, unknown> = {
    "POST /copies": { name: "copied" },
    "PUT /draft": { content, revision: 1 },
    "POST /test-events": { name: "x", record: {} },
    "POST /test-runs": { content, record: {} },
    "POST /test-suites": { content },
    "PUT /retry-policy": { retryPolicy: null },
    "POST /rollbacks": { releaseNumber: 1 },
    "POST /deployments": { revision: 1 },
    "POST /deployments/{id}/abort": { reason: "because" },
    "POST /api/v1/layers/{id}/builds": {
      runtimes: ["nodejs24.x"],
      packages: [{ name: "left-side", version: "1.2.3" }],
    },
    "PUT /api/v1/credentials/{id}": { value: "another horse" },
    "PUT /api/v1/api-clients/{id}/key": { publicKey },
    "POST /api/v1/dead-letters/restore": { ids: [randomUUID()] },
    "POST /api/v1/schedules/preview": { cron: "0 3 * * *", timeZone: "UTC" },
    "PUT /api/v1/alerts/{id}": { name: "quiet", metric: "silence" },
    "POST /api/v1/alerts/{id}/mute": { minutes: 5 },
    "POST /api/v1/account/totp": { password: "correct horse battery" },
    "PUT /api/v1/account/totp": { code: "123456" },
    "PATCH /api/v1/members/{id}": { role: "viewer" },
    "POST /api/v1/invitations": { email: "new@acme.example", role: "viewer" },
    "POST /api/v1/invitations/open": { token: "x".repeat(43) },
    "POST /api/v1/invitations/accept": { token: "x".repeat(43), name: "Eve", password: "correct horse battery" },
    "POST /api/v1/password-resets/forgot": { email: "nobody@acme.example" },
    "POST /api/v1/password-resets/open": { token: "x".repeat(43) },
    "POST /api/v1/password-resets/use": { token: "x".repeat(43), password: "correct horse battery" },
    "POST /api/v1/invocations/{id}/replays": { target: { kind: "draft" } },
    "PUT /api/v1/recording-policy": { mode: "errors", redacted: [], retentionDays: 7 },
    "POST /test-events/recorded": { invocationId, name: "recorded" },
  };
  return bodies[`${method} ${path}`] ?? bodies[operation] ?? {};
}

/** A zip that holds a.js. */
const zip = Buffer.from(
  "UEsDBBQAAAAAAAAAIQC379yDAQAAAAEAAAAEAAAAYS5qczFQSwECFAMUAAAAAAAAACEAt+/cgwEAAAABAAAABAAAAAAAAAAAAAAAgAEAAAAAYS5qc1BLBQYAAAAAAQABADIAAAAjAAAAAAA=",
  "base64",
);

const queries: Record<string, string> = {
  "/release-diff": "?from=1&to=1",
  "/draft/upload": "?fileName=a.zip",
  "/zip-file": "?path=a.js",
  "/file": "?path=a.js",
  "/diff": "?from=1&to=1",
  "/versions": "?runtimes=nodejs24.x",
};

interface Call {
  readonly token?: string;
  readonly params?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly problem: Problem | undefined;
}

export interface PortalRoutes {
  readonly api: PortalApi;
  readonly handlers: Awaited<ReturnType<typeof loadHandlers>>;
  /** Tokens of Acme's owner that are good no more, and what is stored of one that is. */
  readonly expiredToken: string;
  readonly revokedToken: string;
  readonly tokenHash: string;
  call(rule: PortalRule, call: Call): Promise<Answer>;
  /** The parts of a path that name Acme's things, and parts that name nothing. */
  paramsOf(rule: PortalRule): Record<"acmes" | "missing", Record<string, string>>;
  close(): Promise<void>;
}

/** One more thing of each kind, by the part of a path that its ID follows. */
async function seedMore(api: PortalApi, things: Things): Promise<Record<string, string>> {
  const { ctx } = api.acme;
  const { functionName } = things;
  const secret = { kind: "secret", name: "key", functionName: null, value: "horse battery" } as const;
  const schedule = { name: "nightly", functionName, cron: "0 3 * * *" };
  const { operator } = api.fresh.db;
  const { id: functionId } = await operator.function.findFirstOrThrow({ where: { name: functionName } });
  const run = { functionId, functionName, correlationId: "call-0001", caller: "client:x", outcome: "success" } as const;
  const tenantId = ctx.tenant.id;
  await operator.invocation.createMany({
    data: [{ ...run, id: things.invocationId, tenantId, startedAt: new Date(), totalMs: 5 }],
  });
  const webhook = { name: "outcomes", url: "https://acme.example/outcomes" };
  const { id: webhookId } = await createWebhook(ofTenant(ctx), webhook);
  const { id: layerId } = await createLayer(ctx, { name: "fonts" });
  await createLayerVersion(ctx, { layerId, message: "", runtimes: ["nodejs24.x"], bytes: zip });
  const [acceptedId, deliveryId] = await seedDelivery(api, webhookId);
  const portalUrl = "http://portal.test";
  const invited = { email: "invited@acme.example", role: "viewer", portalUrl } as const;
  return {
    credentials: (await createCredential(ctx, secret)).id,
    schedules: (await createSchedule(ctx, schedule)).id,
    alerts: (await saveAlertRule(ofTenant(ctx), { name: "errors", metric: "silence" })).id,
    webhooks: webhookId,
    layers: layerId,
    "accepted-invocations": acceptedId,
    "webhook-deliveries": deliveryId,
    invitations: (await createInvitation(ctx, invited)).id,
    "api-clients": (await createApiClient(ctx, { name: "Backend", scopes: ["records:read"] })).id,
  };
}

/** A token and a session of each role of both tenants, made beforehand: a test that writes nothing makes none. */
async function signAllIn({ acme, globex, operatorCookie }: PortalApi): Promise<void> {
  for (const { token, cookie } of [acme, globex])
    for (const role of ["owner", "developer", "viewer"] as const) {
      await token(role);
      await cookie(role);
    }
  for (const scope of accessScopeSchema.options) await acme.token("owner", without(scope));
  await operatorCookie();
}

/** Every route of the portal's API on a database of the test file's own, where Acme has one thing of each kind. */
export async function startPortalRoutes(): Promise<PortalRoutes> {
  const api = await startPortalApi();
  const handlers = await loadHandlers();
  const things = await seedThings(api);
  const more = await seedMore(api, things);
  await signAllIn(api);
  const [expiredToken, revokedToken] = [await api.acme.freshToken("owner"), await api.acme.freshToken("owner")];
  const tokenHash = await endTokens(api, { expiredToken, revokedToken });
  const { ctx } = api.acme;
  const ids: Record<string, string> = {
    ...more,
    "test-events": things.event.id,
    "test-runs": things.run.id,
    "test-suites": things.suite.id,
    deployments: things.deployment.id,
    members: (await listMembers(ctx)).find(({ role }) => role === "developer")?.id ?? "",
    "access-tokens": (await listAccessTokens(ctx))[0]?.id ?? "",
    invocations: things.invocationId,
    replays: things.replayId,
  };

  return {
    ...{ api, handlers, expiredToken, revokedToken, tokenHash, close: () => api.close() },
    async call(rule, { token, params = {}, headers = {} }) {
      const at = rule.path.replaceAll(/\{(\w+)\}/g, (_, name) => params[name] ?? "x");
      const query = Object.entries(queries).find(([end]) => rule.path.endsWith(end))?.[1] ?? "";
      const hasBody = rule.method !== "GET" && rule.method !== "DELETE";
      const request = new Request(`http://portal.test${at}${query}`, {
        method: rule.method,
        headers: {
          ...(hasBody ? { "content-type": "application/json" } : {}),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...headers,
        },
        ...(hasBody ? { body: rule.takes ? zip : JSON.stringify(bodyFor(nameOf(rule), things)) } : {}),
      });
      const handler = handlers.get(nameOf(rule));
      if (!handler) throw new Error(`No handler for ${nameOf(rule)}.`);
      const response = await handler(request, { params: Promise.resolve(params) });
      const text = await response.text();
      const isProblem = response.headers.get("content-type") === "application/problem+json";
      const problem = isProblem ? problemSchema.parse(JSON.parse(text)) : undefined;
      return { status: response.status, text, problem };
    },
    paramsOf({ path }) {
      const kind = Object.keys(ids).find((part) => path.includes(`/${part}/`)) ?? "deployments";
      return {
        acmes: { name: things.functionName, id: ids[kind] ?? "", number: "1" },
        missing: { name: "nobodys", id: randomUUID(), number: "1" },
      };
    },
  };
}

/** How requests of the portal's own pages look. */
export const origin = { origin: "http://portal.test", host: "portal.test" };
export const signedIn = (cookie: string, tenant?: string) => ({
  ...{ ...origin, cookie },
  ...(tenant === undefined ? {} : { "x-annex-tenant": tenant }),
});
