import { AppError, type SelfTest, startSelfTestSchema } from "@annex/contract";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { isUniqueViolation } from "../context/unique-violation.ts";
import { toSelfTest } from "../get-self-test/to-self-test.ts";

/** Its job waits at most this long for a worker. */
const queuedForMs = 60_000;

/**
 * Asks for a run of the isolation self-test: a worker deploys a hostile function of a throw-away tenant and writes down
 * what it attempts.
 * @throws AppError `conflict` while one is under way or not removed yet, `not_found` without such a cell.
 */
export async function startSelfTest(
  ctx: Pick<OperatorContext, "principal" | "db" | "jobs">,
  input: z.input<typeof startSelfTestSchema> = {},
): Promise<SelfTest> {
  const { cellId } = parse(startSelfTestSchema, input);
  const { actor } = ctx.principal;
  try {
    return await ctx.db.operator.$transaction(async (tx) => {
      const where = cellId === undefined ? {} : { id: cellId };
      const cell = await tx.cell.findFirst({ where, orderBy: { createdAt: "asc" } });
      if (!cell) throw new AppError("not_found", "There is no such cell.");
      const row = await tx.selfTest.create({
        data: {
          id: newId(),
          cellId: cell.id,
          cellName: cell.name,
          probeTenantId: newId(),
          neighbourTenantId: newId(),
          startedBy: actor,
          leaseUntil: new Date(Date.now() + queuedForMs),
        },
      });
      const target = `cell:${cell.name}`;
      await recordAudit(tx, { tenantId: null, actor, action: "startSelfTest", target, detail: { selfTest: row.id } });
      await ctx.jobs.send(tx, { queue: "self-test", data: { selfTestId: row.id } });
      return toSelfTest(row);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = "A self-test is under way, or what it made is being removed. Wait until it has ended.";
    throw new AppError("conflict", message, { cause: error });
  }
}
