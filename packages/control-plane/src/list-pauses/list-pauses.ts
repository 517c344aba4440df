import { type PauseRecord, pauseQuerySchema } from "@annex/contract";
import type { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { pauseInclude, refusalsOf, toPause } from "./to-pause.ts";

const most = 200;

/** What is and was paused: in force first, then newest first. Of one tenant: its own and those of all. */
export async function listPauses(
  ctx: OperatorContext,
  input: z.input<typeof pauseQuerySchema> = {},
): Promise<PauseRecord[]> {
  const { tenant, active } = parse(pauseQuerySchema, input);
  const { operator } = ctx.db;
  const rows = await operator.pause.findMany({
    where: {
      ...(tenant === undefined ? {} : { OR: [{ tenantId: tenant }, { tenantId: null }] }),
      ...(active === "true" ? { endedAt: null } : {}),
    },
    include: pauseInclude,
    orderBy: [{ endedAt: { sort: "desc", nulls: "first" } }, { pausedAt: "desc" }],
    take: most,
  });
  const counts = await refusalsOf(
    operator,
    rows.map(({ id }) => `pause:${id}`),
  );
  return rows.map((row) => toPause(row, counts.get(`pause:${row.id}`)));
}
