import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import path from "node:path";
import type { AccessScope, MembershipRole } from "@annex/contract";
import {
  createAccessToken,
  createFunction,
  createJobSender,
  publishRelease,
  replayInvocation,
  saveTestEvent,
  startSession,
  startTestRun,
  startTestSuite,
  type TenantContext,
} from "@annex/control-plane";
import { type FreshDatabase, freshDatabase, seedTenant } from "@annex/db/testing";
import { parseMasterKey } from "@annex/envelope";
import { startDatabaseProxy } from "@annex/testing/database-proxy";
import { encode } from "next-auth/jwt";
import pg from "pg";
import { z } from "zod";

const folder = path.join(import.meta.dirname, "../src/app/api/v1");
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const handlerSchema = z.custom<
  (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
>((value) => typeof value === "function");
type RouteHandler = z.infer<typeof handlerSchema>;

/** Every route handler below `/api/v1`, by its operation: `GET /api/v1/functions/{name}`. */
export async function loadHandlers(): Promise<Map<string, RouteHandler>> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("route.ts"));
  const found = new Map<string, RouteHandler>();
  for (const file of files) {
    const module: Record<string, unknown> = await import(path.join(folder, file));
    const at = `/api/v1/${path.dirname(file).replaceAll(/\[(\w+)\]/g, "{$1}")}`;
    for (const method of methods)
      if (method in module) found.set(`${method} ${at}`, handlerSchema.parse(module[method]));
  }
  return found;
}

export interface Tenant {
  readonly ctx: TenantContext;
  /** A token of a person in that role, with these scopes (all where they are left out). */
  token(role: MembershipRole, scopes?: AccessScope[]): Promise<string>;
  /** The cookie of a person in that role who is signed in. */
  cookie(role: MembershipRole): Promise<string>;
  /** A token that no other test has. */
  freshToken(role: MembershipRole): Promise<string>;
}

export interface PortalApi {
  readonly fresh: FreshDatabase;
  readonly acme: Tenant;
  readonly globex: Tenant;
  /** What every table holds, but for what a use itself leaves: when a token or a session was last used, and tries. */
  snapshot(): Promise<Record<string, string>>;
  /** The statements that a piece of work made the database execute, in no order. */
  statementsOf(work: () => Promise<unknown>): Promise<string[]>;
  /** The cookie of an operator who is signed in. */
  operatorCookie(): Promise<string>;
  /** Does some work while nobody reaches the database. */
  withoutDatabase<T>(work: () => Promise<T>): Promise<T>;
  /** The cookie of a new session of somebody's. */
  cookieOf(userId: string): Promise<string>;
  close(): Promise<void>;
}

/** Written by a use as such, whatever was refused. */
const tracesOfUse = new Set(["access_tokens", "sessions", "sign_in_tries"]);

async function snapshotOf(ownerUrl: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(`
      SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`);
    const hashes: Record<string, string> = {};
    for (const { name } of tables.rows) {
      if (tracesOfUse.has(name.replace("public.", ""))) continue;
      const { rows } = await client.query<{ hash: string }>(
        `SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) AS hash FROM ${name} t`,
      );
      hashes[name] = rows[0]?.hash ?? "";
    }
    return hashes;
  } finally {
    await client.end();
  }
}

const nextAuthSecret = "a secret for tests only";

/** The cookie of a new session, as next-auth makes it. */
async function cookieOf(fresh: FreshDatabase, userId: string): Promise<string> {
  const sid = await startSession(fresh, { userId, method: "password", address: null, userAgent: null });
  return `next-auth.session-token=${await encode({ token: { sid }, secret: nextAuthSecret })}`;
}

async function cookieOfOperator(fresh: FreshDatabase): Promise<string> {
  const email = "operator@annex.example";
  const create = { email, name: "Operator", isOperator: true };
  const { id } = await fresh.db.operator.user.upsert({ where: { email }, create, update: {} });
  return cookieOf(fresh, id);
}

const everyScope: AccessScope[] = [
  "functions:read",
  "functions:write",
  "deployments:write",
  "invocations:read",
  "credentials:write",
  "tenant:read",
  "tenant:write",
];

/** The portal's route handlers on a database of the test file's own, with two tenants; no worker takes the jobs. */
export async function startPortalApi(): Promise<PortalApi> {
  const fresh = await freshDatabase();
  const masterKey = randomBytes(32).toString("base64");
  const proxies = [await startDatabaseProxy(fresh.appUrl), await startDatabaseProxy(fresh.operatorUrl)];
  Object.assign(process.env, {
    DATABASE_URL: proxies[0]?.url,
    OPERATOR_DATABASE_URL: proxies[1]?.url,
    ANNEX_MASTER_KEY: masterKey,
    NEXTAUTH_URL: "http://portal.test",
    NEXTAUTH_SECRET: nextAuthSecret,
  });
  const jobs = await createJobSender(fresh.appUrl);
  const tenantOf = async (slug: string): Promise<Tenant> => {
    const tenant = await seedTenant(fresh.db, slug);
    const db = fresh.db.forTenant(tenant.id);
    const contextOf = async (role: MembershipRole): Promise<TenantContext> => {
      const email = `${role}@${slug}.example`;
      const { operator } = fresh.db;
      const user = { email, name: role, passwordHash: "none" };
      const { id: userId } = await operator.user.upsert({ where: { email }, create: user, update: {} });
      const member = { userId, tenantId: tenant.id };
      await operator.membership.upsert({ where: { userId_tenantId: member }, create: { ...member, role }, update: {} });
      const principal = { actor: `user:${email}`, role };
      return { tenant, principal, db, jobs, masterKey: parseMasterKey(masterKey) };
    };
    const freshToken = async (role: MembershipRole, scopes = everyScope) =>
      (await createAccessToken(await contextOf(role), { name: "test", scopes })).token;
    const cookieOfRole = async (role: MembershipRole) => {
      const { principal } = await contextOf(role);
      const email = principal.actor.replace("user:", "");
      const { id } = await fresh.db.operator.user.findUniqueOrThrow({ where: { email } });
      return cookieOf(fresh, id);
    };
    const known = new Map<string, Promise<string>>();
    return {
      ctx: await contextOf("owner"),
      cookie(role) {
        const made = known.get(`cookie ${role}`) ?? cookieOfRole(role);
        known.set(`cookie ${role}`, made);
        return made;
      },
      freshToken,
      token(role, scopes = everyScope) {
        const key = [role, ...scopes].join(" ");
        const token = known.get(key) ?? freshToken(role, scopes);
        known.set(key, token);
        return token;
      },
    };
  };
  let operatorCookie: Promise<string> | undefined;
  return {
    fresh,
    acme: await tenantOf("acme"),
    globex: await tenantOf("globex"),
    snapshot: () => snapshotOf(fresh.ownerUrl),
    async statementsOf(work) {
      for (const proxy of proxies) proxy.forget();
      await work();
      // the job queue's clock ticks beside it
      return proxies.flatMap(({ statements }) => statements.filter((text) => !text.includes("pgboss."))).sort();
    },
    operatorCookie() {
      operatorCookie ??= cookieOfOperator(fresh);
      return operatorCookie;
    },
    cookieOf: (userId) => cookieOf(fresh, userId),
    async withoutDatabase(work) {
      for (const proxy of proxies) proxy.cut();
      try {
        return await work();
      } finally {
        for (const proxy of proxies) proxy.restore();
      }
    },
    async close() {
      await jobs.close();
      for (const proxy of proxies) await proxy.close();
      await fresh.dispose();
    },
  };
}

/** One thing of each kind of a tenant's, and the parts of paths that name them. */
export async function seedThings({ fresh, acme: { ctx } }: PortalApi) {
  const functionName = "acmes-own";
  const { draft } = await createFunction(ctx, { name: functionName, extensionPointKey: null, template: "blank" });
  const { content, revision } = draft;
  const event = await saveTestEvent(ctx, { functionName, name: "sample", record: {} });
  const run = await startTestRun(ctx, { functionName, content, record: {} });
  const suite = await startTestSuite(ctx, { functionName, content });
  const deployment = await publishRelease(ctx, { functionName, revision });
  const invocationId = randomUUID();
  const { operator } = fresh.db;
  const { id: functionId } = await operator.function.findFirstOrThrow({ where: { name: functionName } });
  await operator.recordedPayload.create({
    data: {
      ...{ id: invocationId, attempt: 1, tenantId: ctx.tenant.id, functionId, functionName, releaseNumber: 1 },
      ...{ outcome: "success", fields: {}, recordedAt: new Date(), expiresAt: new Date(Date.now() + 86_400_000) },
    },
  });
  const { id: replayId } = await replayInvocation(ctx, { invocationId, target: { kind: "draft" } });
  return { functionName, content, event, run, suite, deployment, invocationId, replayId };
}

/** An accepted invocation of Acme's that waits, and a delivery to a webhook of Acme's: their IDs. */
export async function seedDelivery({ fresh, acme }: PortalApi, webhookId: string): Promise<[string, string]> {
  const tenantId = acme.ctx.tenant.id;
  const [id, deliveryId] = [randomUUID(), randomUUID()];
  const run = { hops: 0, trigger: "async", caller: "client:acme", fields: {}, policy: {}, state: "queued" } as const;
  await fresh.db.operator.acceptedInvocation.create({
    data: { id, tenantId, functionId: randomUUID(), functionName: "acmes-own", correlationId: "c", ...run },
  });
  await fresh.db.operator.webhookDelivery.create({
    data: { id: deliveryId, tenantId, webhookId, acceptedId: id, state: "failed" },
  });
  return [id, deliveryId];
}

/** Lets one token expire and revokes another. @returns the stored hash of a third, which is good. */
export async function endTokens(
  { fresh, acme }: PortalApi,
  { expiredToken, revokedToken }: { readonly expiredToken: string; readonly revokedToken: string },
): Promise<string> {
  const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");
  const { accessToken } = fresh.db.operator;
  await accessToken.update({ where: { tokenHash: hashOf(expiredToken) }, data: { expiresAt: new Date() } });
  await accessToken.update({ where: { tokenHash: hashOf(revokedToken) }, data: { revokedAt: new Date() } });
  return hashOf(await acme.token("owner"));
}
