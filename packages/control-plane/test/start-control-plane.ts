import { randomBytes } from "node:crypto";
import type { DraftContent, MembershipRole } from "@annex/contract";
import { createDb } from "@annex/db";
import { type FreshDatabase, freshDatabase, seedTenant } from "@annex/db/testing";
import { parseMasterKey } from "@annex/envelope";
import { createJobSender, type OperatorContext, type TenantContext } from "../src/index.ts";

/** Two tenants on a database of the test file's own; no worker takes the jobs. */
export interface ControlPlane {
  readonly fresh: FreshDatabase;
  readonly acme: TenantContext;
  readonly globex: TenantContext;
  readonly operator: OperatorContext;
  /** Acme's context in another role. */
  as(role: MembershipRole): TenantContext;
  /** How many jobs wait in a queue. */
  jobsIn(queue: string): Promise<number>;
  close(): Promise<void>;
}

const types = { number: "string", total: "number", iban: "string", riskScore: "number", note: "string" } as const;
const fields = Object.entries(types).map(([name, type]) => ({
  path: `invoice.${name}`,
  type,
  label: name,
  required: false,
}));

export async function startControlPlane(): Promise<ControlPlane> {
  const fresh = await freshDatabase();
  await fresh.db.operator.recordType.create({ data: { key: "invoice", name: "Invoice", fields } });
  await fresh.db.operator.extensionPoint.create({
    data: {
      key: "invoice.submitted",
      name: "Invoice submitted",
      recordTypeKey: "invoice",
      inputFields: ["invoice.number", "invoice.total", "invoice.iban"],
      outputFields: ["invoice.riskScore", "invoice.note"],
      timeoutMs: 3000,
    },
  });
  const jobs = await createJobSender(fresh.appUrl);
  const masterKey = parseMasterKey(randomBytes(32).toString("base64"));
  const contextOf = async (slug: string): Promise<TenantContext> => {
    const tenant = await seedTenant(fresh.db, slug);
    const principal = { actor: `user:owner@${slug}.example`, role: "owner" } as const;
    return { tenant, principal, db: fresh.db.forTenant(tenant.id), jobs, masterKey };
  };
  const acme = await contextOf("acme");
  return {
    fresh,
    acme,
    globex: await contextOf("globex"),
    operator: { principal: { actor: "user:operator@annex.example" }, db: fresh.db, jobs, masterKey },
    as: (role) => ({ ...acme, principal: { actor: `user:${role}@acme.example`, role } }),
    async jobsIn(queue) {
      const rows = await fresh.db.operator.$queryRaw<{ n: number }[]>`
        SELECT count(*)::int AS n FROM pgboss.job WHERE name = ${queue}`;
      return rows[0]?.n ?? 0;
    },
    async close() {
      await jobs.close();
      await fresh.dispose();
    },
  };
}

/** A complete draft for `invoice.submitted`; `more` replaces parts of it. */
export function draftOf(more: Partial<DraftContent> = {}): DraftContent {
  const content = "export const handler = async () => ({ note: 'x' });\nexport const other = 1;";
  return {
    source: { kind: "files", files: [{ path: "src/index.ts", content }] },
    language: "typescript",
    runtime: "nodejs24.x",
    handler: "src/index.handler",
    memoryMb: 128,
    timeoutMs: 2000,
    environment: {},
    packages: [],
    egress: [],
    layers: [],
    extensionPointKey: "invoice.submitted",
    mapping: {
      parameters: [{ name: "total", source: { kind: "field", path: "invoice.total" } }],
      outputs: [{ field: "invoice.note", source: { kind: "result", path: "note" } }],
    },
    ...more,
  };
}

/** The database as its owner, who alone could tamper with it. */
export async function asOwner(ownerUrl: string) {
  const db = createDb({ appUrl: ownerUrl, operatorUrl: ownerUrl, poolSize: 1 });
  return { run: (sql: string) => db.operator.$executeRawUnsafe(sql), close: () => db.close() };
}
