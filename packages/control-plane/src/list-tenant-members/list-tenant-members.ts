import { AppError, type Member } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { memberSelect, toMember } from "../list-members/to-member.ts";

const inputSchema = z.object({ tenantId: z.uuid("There is no such tenant.") });

/** A tenant's people, for operators. @throws AppError `not_found`. */
export async function listTenantMembers(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<Member[]> {
  const { tenantId } = parse(inputSchema, input);
  const tenant = await ctx.db.operator.tenant.findUnique({ where: { id: tenantId }, select: { id: true } });
  if (!tenant) throw new AppError("not_found", "There is no such tenant.");
  const orderBy = { user: { email: "asc" } } as const;
  const rows = await ctx.db.operator.membership.findMany({ where: { tenantId }, select: memberSelect, orderBy });
  return rows.map(toMember);
}
