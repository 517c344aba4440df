import { AppError } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

const inputSchema = z.object({ cellId: z.uuid("There is no such cell.") });

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/**
 * Forgets a cell that nothing is placed in. What the platform itself made in its account (its runners, published
 * layers) stays there: the account's stack is deleted in AWS.
 * @throws AppError `not_found`; `conflict` while tenants or functions, those in the bin too, are placed in it.
 */
export async function deleteCell(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { cellId: id } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  await ctx.db.operator.$transaction(async (tx) => {
    // who places a tenant or a function in it holds a key share of this row
    await tx.$queryRaw`SELECT 1 AS locked FROM cells WHERE id = ${id}::uuid FOR UPDATE`;
    const include = { _count: { select: { tenants: true, functions: true } } } as const;
    const cell = await tx.cell.findUnique({ where: { id }, include });
    if (!cell) throw new AppError("not_found", "There is no such cell.");
    const { tenants, functions } = cell._count;
    if (tenants > 0 || functions > 0) {
      const placed = `${counted(tenants, "tenant")} and ${counted(functions, "function")}`;
      throw new AppError("conflict", `${placed} are placed in ${cell.name}, those in the bin counted. It stays.`);
    }
    await tx.cell.delete({ where: { id } });
    const detail = { region: cell.region, accountId: cell.accountId };
    await recordAudit(tx, { tenantId: null, actor, action: "deleteCell", target: `cell:${cell.name}`, detail });
  });
}
