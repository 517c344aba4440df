import { AppError, type Source } from "@annex/contract";
import type { Tx } from "@annex/db";

const maxSourceBytes = 5 * 1024 * 1024;

function refuse(path: string, message: string): never {
  throw new AppError("invalid_request", message, { errors: [{ path, message }] });
}

/** @throws AppError `invalid_request` when the source could not be built from what is there. */
export async function checkSource(tx: Tx, source: Source): Promise<void> {
  if (source.kind === "zip") {
    // what nothing named for a day is removed
    const data = { namedAt: new Date() };
    const { count } = await tx.artifact.updateMany({ where: { sha256: source.artifactSha256 }, data });
    if (count === 0) refuse("content.source", "The zip of this draft is not there any more. Upload it again.");
    return;
  }
  const seen = new Set<string>();
  for (const { path } of source.files) {
    if (seen.has(path)) refuse("content.source.files", `There are two files named ${path}.`);
    seen.add(path);
  }
  const bytes = source.files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  if (bytes > maxSourceBytes) refuse("content.source.files", "The files of a function have at most 5 MB together.");
}
