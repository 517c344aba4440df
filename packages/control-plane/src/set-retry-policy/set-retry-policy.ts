import { AppError, type RetryPolicy, setRetryPolicySchema } from "@annex/contract";
import { Prisma } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";

const inputSchema = setRetryPolicySchema.extend({ functionName: z.string() });

/** How the function's accepted invocations are tried again; null gives it the platform's policy back. */
export function setRetryPolicy(
  ctx: TenantContext,
  input: z.input<typeof inputSchema>,
): Promise<{ retryPolicy: RetryPolicy | null }> {
  const { functionName: name, retryPolicy } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const found = await tx.function.findFirst({ where: { name, deletedAt: null }, select: { id: true } });
    if (!found) throw new AppError("not_found", "There is no such function.");
    authorise(ctx, "developer");
    await tx.function.update({ where: found, data: { retryPolicy: retryPolicy ?? Prisma.DbNull } });
    const { actor } = ctx.principal;
    const target = `function:${name}`;
    await recordAudit(tx, {
      tenantId: ctx.tenant.id,
      actor,
      action: "setRetryPolicy",
      target,
      detail: { retryPolicy },
    });
    return { retryPolicy };
  });
}
