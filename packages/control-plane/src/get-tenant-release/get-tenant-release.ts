import { AppError, draftContentSchema, ordinalParamSchema, type ReleaseSource } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";

const inputSchema = z.object({
  tenantId: z.uuid("There is no such tenant."),
  name: z.string().max(80),
  releaseNumber: ordinalParamSchema,
});

/**
 * The code of a tenant's release, for an operator who looks for what went wrong. The tenant sees in its audit trail who
 * read it. @throws AppError `not_found`.
 */
export function getTenantRelease(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<ReleaseSource> {
  const { tenantId, name, releaseNumber: number } = parse(inputSchema, input);
  return ctx.db.operator.$transaction(async (tx) => {
    const row = await tx.release.findFirst({
      where: { number, function: { tenantId, name } },
      include: { function: true },
    });
    if (!row) throw new AppError("not_found", "There is no such release.");
    const { actor } = ctx.principal;
    await recordAudit(tx, {
      tenantId,
      actor,
      action: "getTenantRelease",
      target: `function:${name}`,
      detail: { number },
    });
    const { source } = draftContentSchema.parse(row.content);
    return {
      functionName: name,
      number,
      live: row.function.liveReleaseId === row.id,
      createdBy: row.createdBy,
      createdAt: row.createdAt.toISOString(),
      source,
    };
  });
}
