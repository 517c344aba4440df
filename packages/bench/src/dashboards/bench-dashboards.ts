import { parseArgs } from "node:util";
import { createJobSender } from "@annex/control-plane";
import { foldInvocations } from "@annex/telemetry";
import { percentile, report, series } from "../series.ts";
import { type OwnDatabase, withDatabase } from "../with-database.ts";
import { dashboardQueries } from "./dashboard-queries.ts";
import { generate, type Size } from "./generate.ts";

const full: Size = { invocations: 50_000_000, days: 90, tenants: 1000, functions: 10_000 };
const small: Size = { invocations: 500_000, days: 90, tenants: 100, functions: 500 };

export const dashboardsUsage = `pnpm bench dashboards [--small] [--keep FOLDER] [--runs 20]

What each dashboard asks the server over the rollups of 50 million invocations (90 days, 1,000 tenants, 10,000 functions),
below row-level security as the portal asks it; 3 GB of disk for some minutes.
  --small        a hundredth, to try it out
  --keep FOLDER  the database stays there: the first run makes it, one on the same day measures at once
  --runs N       how often each is asked`;

/**
 * `pnpm bench dashboards`: makes the rollups of 50 million invocations in a PostgreSQL of its own and measures what each
 * dashboard asks the server, while the worker folds beside it.
 */
export async function benchDashboards(args: readonly string[]): Promise<void> {
  const options = {
    small: { type: "boolean", default: false },
    keep: { type: "string" },
    runs: { type: "string", default: "20" },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const size = values.small ? small : full;
  const measure = async ({ db, owner, ownerUrl }: OwnDatabase) => {
    const jobs = await createJobSender(ownerUrl);
    const began = Date.now();
    const rows = (await db.operator.rollup.count()) || (await generate(owner, size));
    const seconds = ((Date.now() - began) / 1000).toFixed(0);
    process.stdout.write(
      `${rows.toLocaleString("en")} rollups of ${size.invocations.toLocaleString("en")} invocations ready in ${seconds} s\n`,
    );
    // beside the queries the worker does what it always does
    await foldInvocations(db.operator);
    let folding = Promise.resolve(true);
    const worker = setInterval(() => {
      folding = folding.then(() => foldInvocations(db.operator));
    }, 5000);
    for (const query of await dashboardQueries(db, jobs)) {
      const taken = await series(Number(values.runs), 3, async () => void (await query.run()));
      report(`${percentile(taken, 0.95) <= query.most ? "ok  " : "SLOW"} ${query.name}`, taken);
    }
    clearInterval(worker);
    await folding;
    await jobs.close();
  };
  await withDatabase(measure, { keptIn: values.keep });
}
