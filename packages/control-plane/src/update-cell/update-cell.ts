import { AppError, updateCellSchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { listCells } from "../list-cells/list-cells.ts";
import type { CheckedCell } from "../list-cells/to-cell.ts";

const inputSchema = updateCellSchema.extend({ cellId: z.uuid("There is no such cell.") });

function refuse(path: string, message: string): never {
  throw new AppError("invalid_request", message, { errors: [{ path, message }] });
}

/**
 * Sets the network that a cell's functions are attached to, from their next deployment on, and whether it takes new
 * tenants. A cell of AWS takes none without a network: there, function code would reach the internet.
 * @throws AppError `not_found`, `invalid_request`.
 */
export async function updateCell(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<CheckedCell> {
  const { cellId: id, ...data } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  if (data.subnetIds.length > 0 && data.securityGroupIds.length === 0)
    refuse("securityGroupIds", "Subnets need a security group.");
  if (data.securityGroupIds.length > 0 && data.subnetIds.length === 0)
    refuse("subnetIds", "Security groups need a subnet.");
  await ctx.db.operator.$transaction(async (tx) => {
    const before = await tx.cell.findUnique({ where: { id } });
    if (!before) throw new AppError("not_found", "There is no such cell.");
    if (before.endpoint !== null && data.subnetIds.length > 0)
      refuse("subnetIds", "The engine's sandbox has no network to be attached to.");
    if (before.endpoint === null && data.acceptsTenants && data.subnetIds.length === 0)
      refuse("subnetIds", "Without a closed network, code in a cell of AWS reaches the internet. Name its subnets.");
    await tx.cell.update({ where: { id }, data });
    const target = `cell:${before.name}`;
    await recordAudit(tx, { tenantId: null, actor, action: "updateCell", target, detail: data });
  });
  const changed = (await listCells(ctx)).find((cell) => cell.id === id);
  if (!changed) throw new AppError("not_found", "There is no such cell.");
  return changed;
}
