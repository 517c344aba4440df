import { randomBytes } from "node:crypto";
import {
  createJobSender,
  getPlatformMetrics,
  getTenantFunction,
  listCosts,
  listTenantFunctions,
  listTenants,
  overview,
} from "@annex/control-plane";
import { parseMasterKey } from "@annex/envelope";
import { percentile, report, series } from "../series.ts";
import { withDatabase } from "../with-database.ts";
import { generate, type Size } from "./generate.ts";

const full: Size = { invocations: 50_000_000, days: 90, tenants: 1000, functions: 10_000 };
const small: Size = { invocations: 500_000, days: 90, tenants: 100, functions: 500 };

interface Query {
  readonly name: string;
  /** Milliseconds of server time at p95. */
  readonly most: number;
  readonly run: () => Promise<unknown>;
}

/**
 * `pnpm bench dashboards`: makes the rollups of 50 million invocations (90 days, 1,000 tenants, 10,000 functions) in a
 * PostgreSQL of its own and measures what each dashboard asks the server. `--small` is a hundredth, to try it out.
 */
export async function benchDashboards(args: readonly string[]): Promise<void> {
  const size = args.includes("--small") ? small : full;
  await withDatabase(async ({ db, ownerUrl }) => {
    const jobs = await createJobSender(ownerUrl);
    const began = Date.now();
    const rows = await generate(db, size);
    const seconds = ((Date.now() - began) / 1000).toFixed(0);
    process.stdout.write(
      `${rows.toLocaleString("en")} rollups of ${size.invocations.toLocaleString("en")} invocations made in ${seconds} s\n`,
    );
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
    ]);
    queries.push({ name: "cost by tenant", most: 200, run: () => listCosts(ctx) });
    queries.push({ name: "cost by function", most: 200, run: () => listCosts(ctx, { by: "function" }) });
    for (const query of queries) {
      const taken = await series(20, 3, async () => void (await query.run()));
      report(`${percentile(taken, 0.95) <= query.most ? "ok  " : "SLOW"} ${query.name}`, taken);
    }
    await jobs.close();
  });
}
