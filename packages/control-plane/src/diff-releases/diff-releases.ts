import {
  AppError,
  draftContentSchema,
  packageLockSchema,
  type ReleaseDiff,
  type ReleaseSide,
  releaseSideSchema,
} from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { readerOf, recordReading } from "../audit/record-reading.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { diffContents, type Made } from "./diff-contents.ts";

const inputSchema = z.object({ functionName: z.string(), from: releaseSideSchema, to: releaseSideSchema });

interface Side extends Made {
  readonly told: ReleaseDiff["from"];
}

async function loadSide(tx: Tx, functionId: string, side: ReleaseSide, lockOf: Made["packageLock"]): Promise<Side> {
  if (side === "draft") {
    const { content, updatedBy, updatedAt } = await tx.draft.findUniqueOrThrow({ where: { functionId } });
    const told = { number: null, message: "", createdBy: updatedBy, createdAt: updatedAt.toISOString() };
    // a draft is not built yet: its lock is not known, so that it differs in nothing
    return { content: draftContentSchema.parse(content), packageLock: lockOf, told };
  }
  const row = await tx.release.findFirst({ where: { functionId, number: side } });
  if (!row) throw new AppError("not_found", `There is no release ${side}.`);
  const { number, message, createdBy } = row;
  return {
    content: draftContentSchema.parse(row.content),
    packageLock: packageLockSchema.parse(row.packageLock),
    told: { number, message, createdBy, createdAt: row.createdAt.toISOString() },
  };
}

/**
 * Compares two releases (or a release and the draft) over all of their parts; that they were read is audited.
 * @throws AppError `not_found`.
 */
export function diffReleases(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<ReleaseDiff> {
  const { functionName, from, to } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const { id } = await loadFunction(tx, functionName);
    const [first, second] = from === "draft" ? [to, from] : [from, to];
    const released = await loadSide(tx, id, first, {});
    const other = await loadSide(tx, id, second, released.packageLock);
    const [before, after] = from === "draft" ? [other, released] : [released, other];
    await recordReading(tx, readerOf(ctx), "diffReleases", `function:${functionName}`);
    return { from: before.told, to: after.told, changes: diffContents(before, after) };
  });
}
