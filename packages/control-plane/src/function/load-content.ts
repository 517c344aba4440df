import { AppError, type DraftContent, draftContentSchema } from "@annex/contract";
import type { Tx } from "@annex/db";

interface Written {
  readonly content: DraftContent;
  /** What was built of it; null for a draft, and for a release that was never built. */
  readonly artifactSha256: string | null;
}

/** What a release is made of, or the draft without a number. @throws AppError `not_found`. */
export async function loadContent(tx: Tx, functionId: string, release: number | undefined): Promise<Written> {
  if (release === undefined) {
    const { content } = await tx.draft.findUniqueOrThrow({ where: { functionId } });
    return { content: draftContentSchema.parse(content), artifactSha256: null };
  }
  const found = await tx.release.findFirst({ where: { functionId, number: release } });
  if (!found) throw new AppError("not_found", `There is no release ${release}.`);
  return { content: draftContentSchema.parse(found.content), artifactSha256: found.artifactSha256 };
}
