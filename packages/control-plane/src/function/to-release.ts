import { draftContentSchema, type Release } from "@annex/contract";
import type { Release as ReleaseRow } from "@annex/db";

/** A release as the portal shows it. `artifactBytes` is the size of the built zip. */
export function toRelease(row: ReleaseRow, options: { live: boolean; artifactBytes: number | null }): Release {
  const { runtime, handler } = draftContentSchema.parse(row.content);
  return {
    id: row.id,
    number: row.number,
    message: row.message,
    lambdaVersion: row.lambdaVersion,
    codeSha256: row.codeSha256,
    artifactBytes: options.artifactBytes,
    runtime,
    handler,
    live: options.live,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
  };
}
