import { createJobSender } from "@annex/control-plane";
import { foldInvocations } from "@annex/telemetry";
import { percentile, report, series } from "../series.ts";
import { withDatabase } from "../with-database.ts";
import { dashboardQueries } from "./dashboard-queries.ts";
import { generate, type Size } from "./generate.ts";

const full: Size = { invocations: 50_000_000, days: 90, tenants: 1000, functions: 10_000 };
const small: Size = { invocations: 500_000, days: 90, tenants: 100, functions: 500 };

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
    // beside the queries the worker does what it always does
    await foldInvocations(db.operator);
    let folding = Promise.resolve(true);
    const worker = setInterval(() => {
      folding = folding.then(() => foldInvocations(db.operator));
    }, 5000);
    for (const query of await dashboardQueries(db, jobs)) {
      const taken = await series(20, 3, async () => void (await query.run()));
      report(`${percentile(taken, 0.95) <= query.most ? "ok  " : "SLOW"} ${query.name}`, taken);
    }
    clearInterval(worker);
    await folding;
    await jobs.close();
  });
}
