import {
  AppError,
  draftContentSchema,
  ordinalParamSchema,
  packageLockSchema,
  type ReleaseDetail,
} from "@annex/contract";
import { z } from "zod";
import { readerOf, recordReading } from "../audit/record-reading.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { listedReleases } from "../list-releases/listed-releases.ts";

const inputSchema = z.object({ functionName: z.string(), releaseNumber: ordinalParamSchema });

/** One release with all that it is made of; that it was read is audited. @throws AppError `not_found`. */
export function getRelease(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<ReleaseDetail> {
  const { functionName, releaseNumber: number } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const row = await loadFunction(tx, functionName);
    const found = await tx.release.findFirst({ where: { functionId: row.id, number } });
    const [release] = await listedReleases(tx, row, { number });
    if (!found || !release) throw new AppError("not_found", `There is no release ${number}.`);
    await recordReading(tx, readerOf(ctx), "getRelease", `function:${functionName}`);
    const packageLock = packageLockSchema.parse(found.packageLock);
    return { ...release, content: draftContentSchema.parse(found.content), packageLock };
  });
}
