import { AppError } from "@annex/contract";

export interface Part {
  readonly part: Buffer;
  readonly totalBytes: number;
}

/** The builder's parts have 4 MB. What a sandbox says is not believed: a zip of single bytes would never end. */
const leastBytes = 1024 * 1024;

/**
 * The zip that the builder answers part by part, the first of which is there.
 * @throws AppError `upstream_failed` where they do not belong together.
 */
export async function takeParts<T extends Part>(
  first: T,
  ask: (offset: number) => Promise<T>,
  isSame: (next: T) => boolean,
): Promise<Buffer> {
  const parts = [first.part];
  let length = first.part.length;
  while (length < first.totalBytes) {
    const next = await ask(length);
    length += next.part.length;
    const isLast = length >= first.totalBytes;
    if (!isSame(next) || next.totalBytes !== first.totalBytes || (!isLast && next.part.length < leastBytes))
      throw new AppError("upstream_failed", "The packages changed while they were fetched. Try again in a moment.");
    parts.push(next.part);
  }
  return Buffer.concat(parts);
}
