import { copyFunctionSchema, draftContentSchema, type FunctionDetail } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import { refuseTaken } from "../context/refuse-taken.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { addFunction } from "../function/add-function.ts";
import { loadFunction } from "../function/load-function.ts";
import { getFunction } from "../get-function/get-function.ts";
import { checkSource } from "../save-draft/check-source.ts";

const inputSchema = copyFunctionSchema.extend({ functionName: z.string() });

async function copyTestEvents(tx: Tx, from: string, to: string, createdBy: string): Promise<void> {
  const events = await tx.testEvent.findMany({ where: { functionId: from }, orderBy: { createdAt: "asc" } });
  const now = Date.now();
  await tx.testEvent.createMany({
    data: events.map(({ tenantId, name, record, expected }, index) => ({
      ...{ id: newId(), tenantId, functionId: to, name, createdBy, createdAt: new Date(now + index) },
      ...{ record: record ?? {}, expected: expected ?? Prisma.DbNull },
    })),
  });
}

/**
 * Makes a new function of another one's draft, test events and settings. What is the other one's alone it does not get:
 * releases, bindings, schedules, and credentials that are kept for it.
 * @throws AppError `not_found`; `conflict` when the name is taken; `limit_exceeded` when the plan allows no more functions.
 */
export async function copyFunction(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<FunctionDetail> {
  const { functionName, name } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  try {
    await ctx.db.run(async (tx) => {
      const { id, description, requiresPassingTests, retryPolicy } = await loadFunction(tx, functionName);
      authorise(ctx, "developer");
      const draft = await tx.draft.findUniqueOrThrow({ where: { functionId: id } });
      const content = draftContentSchema.parse(draft.content);
      await checkSource(tx, content.source);
      const copyId = await addFunction(tx, ctx, { name, description, content, requiresPassingTests, retryPolicy });
      await copyTestEvents(tx, id, copyId, actor);
      const target = `function:${name}`;
      await recordAudit(tx, {
        ...{ tenantId: ctx.tenant.id, actor, action: "copyFunction", target },
        detail: { of: functionName },
      });
    });
  } catch (error) {
    refuseTaken(error, "name", `The name ${name} is taken. Choose another one.`);
  }
  return getFunction(ctx, { functionName: name });
}
