import type { RecordedRun } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";

const most = 50;

/** The newest recorded runs of a function whose fields were kept: what a test event can be made of. */
export async function listRecordedRuns(
  ctx: TenantContext,
  { functionName }: { functionName: string },
): Promise<RecordedRun[]> {
  return ctx.db.run(async (tx) => {
    const { id: functionId } = await loadFunction(tx, functionName);
    const rows = await tx.recordedPayload.findMany({
      where: { functionId, expiresAt: { gt: new Date() }, NOT: { dropped: { has: "fields" } } },
      orderBy: { recordedAt: "desc" },
      take: most,
      select: { id: true, attempt: true, outcome: true, releaseNumber: true, recordedAt: true },
    });
    return rows.map(({ id, recordedAt, ...rest }) => {
      return { ...rest, invocationId: id, recordedAt: recordedAt.toISOString() };
    });
  });
}
