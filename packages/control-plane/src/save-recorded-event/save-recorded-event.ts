import { AppError, fieldValuesSchema, saveRecordedEventSchema, type TestEvent } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { loadPayload } from "../recorded-payload/load-payload.ts";
import { saveTestEvent } from "../save-test-event/save-test-event.ts";

const inputSchema = saveRecordedEventSchema.extend({ functionName: z.string() });

/**
 * Makes a test event of what was sent to a function in a recorded run, without the values that were redacted.
 * @throws AppError `not_found` for another function's run or one that was not recorded, `limit_exceeded`.
 */
export async function saveRecordedEvent(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<TestEvent> {
  const { functionName, invocationId, name } = parse(inputSchema, input);
  const record = await ctx.db.run(async (tx) => {
    const { id: functionId } = await loadFunction(tx, functionName);
    authorise(ctx, "developer");
    const row = await loadPayload(tx, invocationId);
    if (row.functionId !== functionId) throw new AppError("not_found", "There is no such recorded invocation.");
    const { actor } = ctx.principal;
    const target = `invocation:${row.id}`;
    const detail = { function: functionName, testEvent: name };
    await recordAudit(tx, { tenantId: ctx.tenant.id, actor, action: "saveRecordedEvent", target, detail });
    const fields = fieldValuesSchema.parse(row.fields ?? {});
    return Object.fromEntries(Object.entries(fields).filter(([path]) => !row.redacted.includes(path)));
  });
  return saveTestEvent(ctx, { functionName, name, record });
}
