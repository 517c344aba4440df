import { randomBytes } from "node:crypto";
import { createCellSchema } from "@annex/contract";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import { refuseTaken } from "../context/refuse-taken.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { type CheckedCell, cellInclude, toCell } from "../list-cells/to-cell.ts";

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/**
 * Writes down an AWS account and region for untrusted code, with the roles as the template of `apps/infra` names them
 * and an external ID of its own. It takes tenants once an operator says so. @throws AppError `conflict`.
 */
export async function createCell(ctx: OperatorContext, input: z.input<typeof createCellSchema>): Promise<CheckedCell> {
  const { name, region, accountId } = parse(createCellSchema, input);
  const { actor } = ctx.principal;
  const role = (of: string) => `arn:${partitionOf(region)}:iam::${accountId}:role/annex-${of}`;
  const arns = { authorRoleArn: role("author"), invokeRoleArn: role("invoke"), executionRoleArn: role("execution") };
  const externalId = randomBytes(24).toString("hex");
  try {
    return await ctx.db.operator.$transaction(async (tx) => {
      const data = { name, region, accountId, ...arns, externalId, acceptsTenants: false };
      const row = await tx.cell.create({ data, include: cellInclude });
      const detail = { region, accountId };
      await recordAudit(tx, { tenantId: null, actor, action: "createCell", target: `cell:${name}`, detail });
      return toCell(row, 0);
    });
  } catch (error) {
    refuseTaken(error, "name", `The name ${name} is taken. Choose another one.`);
  }
}
