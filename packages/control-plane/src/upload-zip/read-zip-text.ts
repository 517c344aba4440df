import { isUtf8 } from "node:buffer";
import type { ZipFile } from "@annex/contract";
import { readZipBytes, type ZipEntry } from "./read-zip.ts";

const longestText = 1024 * 1024;

/** A file of a zip to look at: `text` is null where it is none, or more than 1 MB. */
export async function readZipText(
  zip: Uint8Array,
  { path, sizeBytes }: Pick<ZipEntry, "path" | "sizeBytes">,
): Promise<ZipFile> {
  // what a draft says of the size is what its page sent: the zip's own directory decides
  const bytes = await readZipBytes(Buffer.from(zip), path, longestText);
  const isText = bytes !== null && isUtf8(bytes) && !bytes.includes(0);
  return { path, sizeBytes, text: isText ? bytes.toString("utf8") : null };
}
