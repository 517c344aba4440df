import type { TestEvent } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { toTestEvent } from "./to-test-event.ts";

/** The saved sample records of a function, by name. @throws AppError `not_found`. */
export function listTestEvents(ctx: TenantContext, { functionName }: { functionName: string }): Promise<TestEvent[]> {
  return ctx.db.run(async (tx) => {
    const { id } = await loadFunction(tx, functionName);
    const rows = await tx.testEvent.findMany({ where: { functionId: id }, orderBy: { name: "asc" } });
    return rows.map(toTestEvent);
  });
}
