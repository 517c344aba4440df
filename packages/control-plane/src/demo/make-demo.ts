import { randomBytes } from "node:crypto";
import type { MembershipRole, Stack } from "@annex/contract";
import type { Cell, Db } from "@annex/db";
import { type MasterKey, parseMasterKey } from "@annex/envelope";
import type { TenantContext } from "../context/tenant-context.ts";
import { createApiClient } from "../create-api-client/create-api-client.ts";
import { createJobSender, type JobSender } from "../jobs/job-sender.ts";
import { recordVersion } from "../list-extension-point-versions/record-version.ts";
import { revokeApiClient } from "../revoke-api-client/revoke-api-client.ts";
import { ensureDemoFunctions } from "./ensure-demo-functions.ts";
import { ensureUser } from "./ensure-user.ts";
import { demoExtensionPoints, demoRecordTypes } from "./record-types.ts";
import { demoRecords } from "./records.ts";

export type DemoAccess = Pick<Stack, "users" | "apiClients">;

interface DemoOptions {
  /** With an operator connection. */
  readonly db: Db;
  readonly appUrl: string;
  /** Base64, 32 bytes. */
  readonly masterKey: string;
  readonly cell: Pick<Cell, "id">;
}

interface Making {
  readonly db: Db;
  readonly jobs: JobSender;
  readonly masterKey: MasterKey;
  readonly cell: Pick<Cell, "id">;
}

const people: readonly { email: string; name: string; role: MembershipRole | "operator"; tenant: string | null }[] = [
  { email: "dev@acme.example", name: "Dana Kern", role: "developer", tenant: "acme" },
  { email: "owner@acme.example", name: "Oskar Thal", role: "owner", tenant: "acme" },
  { email: "dev@globex.example", name: "Grace Lowe", role: "owner", tenant: "globex" },
  { email: "operator@annex.example", name: "Ola Perez", role: "operator", tenant: null },
];
const tenants = { acme: "Acme GmbH", globex: "Globex Corp" } as const;

/** What the plans of the demo cost in a month, in cents. */
const planPrices = { starter: 1900, standard: 9900, scale: 99_900 };

/** What an operator changed (its version is not the first any more) stays. */
async function ensurePlatform({ db }: Making): Promise<void> {
  const { operator } = db;
  for (const { key, name, fields } of demoRecordTypes) {
    await operator.recordType.upsert({ where: { key }, create: { key, name, fields }, update: {} });
    await operator.recordType.updateMany({ where: { key, version: 1 }, data: { name, fields } });
  }
  for (const data of demoExtensionPoints)
    await operator.$transaction(async (tx) => {
      const where = { key: data.key };
      if (await tx.extensionPoint.findUnique({ where })) {
        await tx.extensionPoint.updateMany({ where: { ...where, version: 1 }, data });
        return;
      }
      await recordVersion(tx, await tx.extensionPoint.create({ data }), "system:demo");
    });
  for (const [key, priceCents] of Object.entries(planPrices))
    await db.operator.plan.updateMany({ where: { key, priceCents: null }, data: { priceCents } });
}

async function ensureTenant(making: Making, slug: keyof typeof tenants): Promise<TenantContext> {
  const { db, jobs, masterKey, cell } = making;
  const key = randomBytes(5).toString("hex");
  const tenant = await db.operator.tenant.upsert({
    where: { slug },
    create: { slug, name: tenants[slug], key, cellId: cell.id },
    update: {},
  });
  if ((await db.operator.record.count({ where: { tenantId: tenant.id } })) === 0)
    await db.operator.record.createMany({
      data: demoRecords.map(({ type, data }) => ({ tenantId: tenant.id, typeKey: type, data })),
    });
  const principal = { actor: "system:demo", role: "owner" } as const;
  return { tenant, principal, db: db.forTenant(tenant.id), jobs, masterKey };
}

/** A client with a secret that is known now: one of an earlier, interrupted try is revoked. */
async function freshClient(ctx: TenantContext, name: string, scopes: Parameters<typeof createApiClient>[1]["scopes"]) {
  const old = await ctx.db.run((tx) => tx.apiClient.findMany({ where: { name, revokedAt: null } }));
  for (const { id } of old) await revokeApiClient(ctx, { apiClientId: id });
  return createApiClient(ctx, { name, scopes });
}

async function make(making: Making): Promise<DemoAccess> {
  await ensurePlatform(making);
  const contexts = { acme: await ensureTenant(making, "acme"), globex: await ensureTenant(making, "globex") };
  const users: DemoAccess["users"] = [];
  for (const person of people) users.push(await ensureUser(making.db, person));
  const apiClients: DemoAccess["apiClients"] = [];
  for (const [tenant, ctx] of Object.entries(contexts)) {
    const scopes = ["invocations:write", "invocations:read", "records:read"] as const;
    const { clientId, clientSecret } = await freshClient(ctx, "Product backend", [...scopes]);
    apiClients.push({ tenant, clientId, clientSecret });
  }
  const functionClient = await freshClient(contexts.acme, "enrich-invoice", ["records:read", "records:write"]);
  const developer = { actor: "user:dev@acme.example", role: "developer" } as const;
  await ensureDemoFunctions({ ...contexts.acme, principal: developer }, functionClient);
  return { users, apiClients };
}

/**
 * Makes the demo tenants, people, clients, records and functions, and asks for the functions' deployment as a person's
 * Deploy would. What is there stays; passwords and client secrets are made anew, since only their hashes are kept.
 * @returns how to sign in: the only time that it is told.
 */
export async function makeDemo({ db, appUrl, masterKey, cell }: DemoOptions): Promise<DemoAccess> {
  const jobs = await createJobSender(appUrl);
  try {
    return await make({ db, jobs, masterKey: parseMasterKey(masterKey), cell });
  } finally {
    await jobs.close();
  }
}
