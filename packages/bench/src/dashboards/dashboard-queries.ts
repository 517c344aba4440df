import { randomBytes } from "node:crypto";
import {
  getPlatformMetrics,
  getTenantFunction,
  type JobSender,
  listCosts,
  listTenantFunctions,
  listTenants,
  overview,
} from "@annex/control-plane";
import type { Db } from "@annex/db";
import { parseMasterKey } from "@annex/envelope";

export interface Query {
  readonly name: string;
  /** Milliseconds of server time at p95. */
  readonly most: number;
  readonly run: () => Promise<unknown>;
}

/** What each dashboard asks the server, for every range. */
export async function dashboardQueries(db: Db, jobs: JobSender): Promise<Query[]> {
  const ctx = {
    principal: { actor: "system:bench" },
    db,
    jobs,
    masterKey: parseMasterKey(randomBytes(32).toString("base64")),
  };
  const { tenantId, name } = await db.operator.function.findFirstOrThrow({ where: { name: "function-77" } });
  const queries: Query[] = (["1h", "24h", "7d", "30d", "90d"] as const).flatMap((range) => [
    { name: `overview, ${range}`, most: 200, run: () => overview(ctx, { range }) },
    { name: `charts of the platform, ${range}`, most: 200, run: () => getPlatformMetrics(ctx, { range }) },
    { name: `charts of a tenant, ${range}`, most: 200, run: () => getPlatformMetrics(ctx, { range, tenantId }) },
    { name: `functions of a tenant, ${range}`, most: 200, run: () => listTenantFunctions(ctx, { tenantId, range }) },
    { name: `a function, ${range}`, most: 200, run: () => getTenantFunction(ctx, { tenantId, name, range }) },
    { name: `tenants by name, ${range}`, most: 300, run: () => listTenants(ctx, { range }) },
    {
      name: `tenants by invocations, ${range}`,
      most: 300,
      run: () => listTenants(ctx, { range, sort: "-invocations" }),
    },
    { name: `tenants by p95, ${range}`, most: 300, run: () => listTenants(ctx, { range, sort: "-p95" }) },
    { name: `tenants by trend, ${range}`, most: 300, run: () => listTenants(ctx, { range, sort: "-trend" }) },
  ]);
  queries.push({ name: "cost by tenant", most: 200, run: () => listCosts(ctx) });
  queries.push({ name: "cost by function", most: 200, run: () => listCosts(ctx, { by: "function" }) });
  return queries;
}
