import { daysLeftOf, phaseOf, type Runtimes, runtimeLives, runtimeLivesSource, successorsOf } from "@annex/contract";
import { z } from "zod";
import type { OperatorContext } from "../context/tenant-context.ts";

const usesSchema = z.array(
  z.object({ runtime: z.string(), functions: z.number(), tenants: z.number(), kept: z.number() }),
);

/** Every runtime that the platform offers, the one that ends first at the top, with its dates and who uses it. */
export async function listRuntimes({ db }: Pick<OperatorContext, "db">, now = new Date()): Promise<Runtimes> {
  const rows = await db.operator.$queryRaw`
    SELECT r.runtime, count(*)::int AS functions, count(DISTINCT f.tenant_id)::int AS tenants,
      count(*) FILTER (WHERE f.keeps_runtime)::int AS kept
    FROM functions f JOIN releases r ON r.id = f.live_release_id WHERE f.deleted_at IS NULL GROUP BY r.runtime`;
  const uses = new Map(usesSchema.parse(rows).map(({ runtime, ...use }) => [runtime, use]));
  const runtimes = Object.values(runtimeLives)
    .toSorted((a, b) => a.deprecatedOn.localeCompare(b.deprecatedOn))
    .map((life) => ({
      ...{ ...life, phase: phaseOf(life, now), daysLeft: daysLeftOf(life, now) },
      successors: successorsOf(life.runtime),
      ...(uses.get(life.runtime) ?? { functions: 0, tenants: 0, kept: 0 }),
    }));
  return { runtimes, ...runtimeLivesSource };
}
