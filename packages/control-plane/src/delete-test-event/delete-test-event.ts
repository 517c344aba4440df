import { AppError } from "@annex/contract";
import { z } from "zod";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";

const inputSchema = z.object({ functionName: z.string(), testEventId: z.uuid("There is no such test event.") });

/** @throws AppError `not_found`. */
export async function deleteTestEvent(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { functionName, testEventId } = parse(inputSchema, input);
  await ctx.db.run(async (tx) => {
    const { id: functionId } = await loadFunction(tx, functionName);
    authorise(ctx, "developer");
    const { count } = await tx.testEvent.deleteMany({ where: { id: testEventId, functionId } });
    if (count === 0) throw new AppError("not_found", "There is no such test event.");
  });
}
