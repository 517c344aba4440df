import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createJobSender, listFunctions, type TenantContext } from "@annex/control-plane";
import { createDb, migrate, startEmbeddedPostgres, urlForRole } from "@annex/db";
import { freePort } from "@annex/db/free-port";
import { parseMasterKey } from "@annex/envelope";
import { foldInvocations } from "@annex/telemetry";
import { percentile, report, series } from "./series.ts";

// `pnpm bench list-functions`: list, filter and search the functions of a tenant that has 10,000 of them, on a database
// of its own. Exits 1 above 150 ms (p95).
const functions = 10_000;
const barMs = 150;

const folder = mkdtempSync(path.join(tmpdir(), "annex-list-"));
const password = randomBytes(12).toString("hex");
const postgres = await startEmbeddedPostgres({
  dataDir: path.join(folder, "postgres"),
  port: await freePort(),
  password,
});
const ownerUrl = postgres.url("annex");
await migrate({ ownerUrl, appPassword: password, operatorPassword: password });
const appUrl = urlForRole(ownerUrl, "annex_app", password);
const db = createDb({ appUrl, operatorUrl: urlForRole(ownerUrl, "annex_operator", password) });
const jobs = await createJobSender(appUrl);

/** A tenant with functions of 4 kB of source each; every third is live and was invoked 30 times today. */
async function seed(): Promise<TenantContext> {
  const { operator } = db;
  const role = "arn:aws:iam::000000000000:role/none";
  const cell = await operator.cell.create({
    data: {
      ...{ name: "none", region: "eu-central-1", accountId: "000000000000", externalId: "none" },
      ...{ authorRoleArn: role, invokeRoleArn: role, executionRoleArn: role },
    },
  });
  const tenant = await operator.tenant.create({
    data: { slug: "large", name: "Large", key: "large00000", cellId: cell.id },
  });
  const files = [{ path: "src/index.ts", content: "x".repeat(4096) }];
  const content = JSON.stringify({ source: { kind: "files", files }, language: "typescript", runtime: "nodejs24.x" });
  await operator.$executeRaw`
    INSERT INTO functions (id, tenant_id, name, description, cell_id, lambda_name, created_by, updated_at)
    SELECT gen_random_uuid(), ${tenant.id}::uuid, 'function-' || lpad(n::text, 5, '0'), 'Checks number ' || n, ${cell.id}::uuid,
      'annex-large00000-' || n, 'bench', now() FROM generate_series(1, ${functions}::int) n`;
  await operator.$executeRaw`
    INSERT INTO drafts (function_id, tenant_id, content, updated_by, updated_at)
    SELECT id, tenant_id, ${content}::jsonb, 'bench', now() FROM functions`;
  await operator.$executeRaw`
    INSERT INTO releases (id, tenant_id, function_id, number, content, created_by)
    SELECT gen_random_uuid(), tenant_id, id, 1, ${content}::jsonb, 'bench' FROM functions WHERE right(name, 1) IN ('0', '3', '6')`;
  await operator.$executeRaw`UPDATE functions f SET live_release_id = r.id FROM releases r WHERE r.function_id = f.id`;
  await operator.$executeRaw`
    INSERT INTO deployments (id, tenant_id, function_id, release_id, state, created_by, finished_at)
    SELECT gen_random_uuid(), tenant_id, function_id, id, 'active', 'bench', now() FROM releases`;
  await operator.$executeRaw`
    INSERT INTO invocations (id, tenant_id, correlation_id, function_id, function_name, release_number, caller, outcome, started_at, total_ms)
    SELECT gen_random_uuid(), tenant_id, 'c', id, name, 1, 'client:bench', 'success', now() - make_interval(mins => n * 40), 5
    FROM functions, generate_series(1, 30) n WHERE live_release_id IS NOT NULL`;
  await foldInvocations(operator);
  await operator.$executeRawUnsafe("ANALYZE");
  const principal = { actor: "user:bench@large.example", role: "owner" } as const;
  return {
    tenant,
    principal,
    db: db.forTenant(tenant.id),
    jobs,
    masterKey: parseMasterKey(randomBytes(32).toString("base64")),
  };
}

const ctx = await seed();
const asked = {
  "first page of 50": { limit: 50 },
  "a page in the middle": { limit: 50, cursor: "function-05000" },
  "search in 10,000": { limit: 50, search: "0999" },
  "search without a hit": { limit: 50, search: "nothing like it" },
  "filter: active": { limit: 50, state: "active" },
  "filter: draft": { limit: 50, state: "draft" },
  "by name, far down": { limit: 100, offset: 9800 },
} as const;
/** Of every function that ran today something has to be summed first: told, without a bar. */
const sorted = {
  "most invocations first": { limit: 100, sort: "-invocations" },
  "highest error rate first, far down": { limit: 100, sort: "-errors", offset: 2000 },
  "slowest first": { limit: 100, sort: "-p95" },
  "deployed last first": { limit: 100, sort: "-deployed" },
} as const;
const floor = await series(100, 10, async () => void (await ctx.db.run((tx) => tx.$queryRaw`SELECT 1`)));
report("floor: a transaction that asks for nothing", floor);
let slowest = 0;
for (const [name, query] of Object.entries(asked)) {
  const taken = await series(40, 5, async () => void (await listFunctions(ctx, query)));
  report(name, taken);
  slowest = Math.max(slowest, percentile(taken, 0.95));
}
for (const [name, query] of Object.entries(sorted))
  report(name, await series(20, 3, async () => void (await listFunctions(ctx, query))));
process.stdout.write(
  `${functions} functions: slowest list, filter or search p95 ${slowest.toFixed(1)} ms, bar ${barMs} ms\n`,
);
process.exitCode = slowest <= barMs ? 0 : 1;
await jobs.close();
await db.close();
await postgres.stop();
rmSync(folder, { recursive: true, force: true });
