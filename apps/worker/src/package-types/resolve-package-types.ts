import { AppError, packageSchema } from "@annex/contract";
import { checkActive, type JobData } from "@annex/control-plane";
import { z } from "zod";
import { type TypesRequest, typesAnswerSchema } from "../runners/builder/types-request.ts";
import type { WorkerContext } from "../worker-context.ts";

const packagesSchema = z.array(packageSchema);

/** Asks the builder for the types that packages bring along and keeps them. @throws what is worth another try, unless it is the last. */
export async function resolvePackageTypes(
  ctx: WorkerContext,
  { tenantId, key }: JobData<"package-types">,
  lastTry: boolean,
): Promise<void> {
  const { operator } = ctx.db;
  const where = { tenantId_key: { tenantId, key } };
  const row = await operator.packageTypes.findUnique({ where, include: { tenant: { select: { cellId: true } } } });
  if (row?.state !== "queued") return; // done by an earlier try
  const { sources } = ctx;
  const request: TypesRequest = { kind: "types", packages: packagesSchema.parse(row.packages), sources };
  try {
    await checkActive(operator, tenantId);
    const cell = await ctx.cells.open(row.tenant.cellId);
    const answer = typesAnswerSchema.parse(await cell.runners.build(`${tenantId}:types:${key.slice(0, 16)}`, request));
    const { files, untyped, problem } = answer;
    const packed = files === null ? null : new Uint8Array(Buffer.from(files, "base64"));
    await operator.packageTypes.update({
      where,
      data: { state: packed ? "done" : "failed", files: packed, untyped, problem },
      select: { key: true },
    });
  } catch (error) {
    const suspended = error instanceof AppError && error.code === "tenant_suspended";
    if (!suspended && !lastTry) throw error;
    if (!suspended) ctx.log("error", "types of packages", { key, cause: String(error) });
    const unread = "The types of the packages could not be read. They are built all the same.";
    const problem = suspended ? error.message : unread;
    await operator.packageTypes.update({ where, data: { state: "failed", problem }, select: { key: true } });
  }
}
