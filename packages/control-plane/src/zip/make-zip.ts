import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { ZipArchive } from "archiver";

export interface ZipFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable?: boolean;
}

/** Lambda's CodeSha256 of a zip. */
export function codeSha256Of(zip: Uint8Array): string {
  return createHash("sha256").update(zip).digest("base64");
}

/** The same files always give the same bytes: names sorted, one date, one mode. */
export async function makeZip(files: readonly ZipFile[]): Promise<Buffer> {
  const archive = new ZipArchive({ zlib: { level: 6 } });
  const date = new Date("1980-01-01T00:00:00Z");
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path: name, bytes, executable } of sorted)
    archive.append(Buffer.from(bytes), { name, date, mode: executable ? 0o755 : 0o644 });
  const [bytes] = await Promise.all([buffer(archive), archive.finalize()]);
  return bytes;
}
