import { AppError } from "@annex/contract";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { createNameCheck } from "./name-check.ts";
import { zipLimits } from "./zip-limits.ts";

export interface ZipEntry {
  readonly path: string;
  readonly sizeBytes: number;
  readonly crc32: number;
}

const symbolicLink = 0o120000;
const fileTypeBits = 0o170000;
const mb = (bytes: number) => `${Math.floor(bytes / 1024 / 1024)} MB`;

function refuse(message: string, cause?: unknown): never {
  throw new AppError("invalid_request", message, { errors: [{ path: "file", message }], cause });
}

function openZip(bytes: Buffer): Promise<ZipFile> {
  return fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true });
}

/** Stored, and deflated: other ways Lambda does not unpack. */
const knownMethods: readonly number[] = [0, 8];

function checkEntry(entry: Entry): void {
  const { fileName } = entry;
  if (((entry.externalFileAttributes >>> 16) & fileTypeBits) === symbolicLink)
    refuse(`The zip holds a symbolic link, ${fileName}. Put the file itself into it.`);
  if (entry.isEncrypted()) refuse(`${fileName} is encrypted. Make a zip without a password.`);
  if (!knownMethods.includes(entry.compressionMethod))
    refuse(`${fileName} is compressed in a way that Lambda does not read. Make the zip with Deflate, the usual one.`);
}

async function readEntries(zip: ZipFile, packedBytes: number): Promise<ZipEntry[]> {
  if (zip.entryCount > zipLimits.entries) refuse(`The zip holds ${zip.entryCount} files; 10,000 are allowed.`);
  const problemOf = createNameCheck();
  const entries: ZipEntry[] = [];
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    checkEntry(entry);
    const problem = problemOf(entry.fileName);
    if (problem !== null) refuse(problem);
    if (entry.fileName.endsWith("/")) continue;
    unpacked += entry.uncompressedSize;
    if (unpacked > zipLimits.unpackedBytes) refuse(`The zip unpacks to more than ${mb(zipLimits.unpackedBytes)}.`);
    entries.push({ path: entry.fileName, sizeBytes: entry.uncompressedSize, crc32: entry.crc32 });
  }
  if (unpacked > 1024 * 1024 && unpacked / packedBytes > zipLimits.ratio)
    refuse("The zip unpacks to more than a hundred times its size. Leave out what is only padding.");
  return entries;
}

/** One file's bytes; null where the zip does not hold it, or where it is larger than `mostBytes`. */
export async function readZipBytes(bytes: Buffer, path: string, mostBytes: number): Promise<Buffer | null> {
  const zip = await openZip(bytes);
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== path) continue;
    if (entry.uncompressedSize > mostBytes) return null;
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  }
  return null;
}

/** One file's text; null where the zip does not hold it. @throws AppError `invalid_request` when it cannot be unpacked. */
export async function readZipFile(
  bytes: Buffer,
  paths: readonly string[],
): Promise<{ path: string; text: string } | null> {
  const zip = await openZip(bytes);
  for await (const entry of zip.eachEntry()) {
    if (!paths.includes(entry.fileName) || entry.uncompressedSize > 5 * 1024 * 1024) continue;
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
    return { path: entry.fileName, text: Buffer.concat(chunks).toString("utf8") };
  }
  return null;
}

/**
 * What a zip holds, after every check that its directory allows: nothing is unpacked.
 * @throws AppError `payload_too_large` above 50 MB; `invalid_request` with what is wrong and what to do.
 */
export async function readZip(bytes: Buffer): Promise<ZipEntry[]> {
  if (bytes.length > zipLimits.zipBytes)
    throw new AppError(
      "payload_too_large",
      `The zip has more than ${mb(zipLimits.zipBytes)}. Leave out tests, maps and what is not needed to run.`,
    );
  try {
    const entries = await readEntries(await openZip(bytes), bytes.length);
    return entries.length > 0 ? entries : refuse("The zip is empty.");
  } catch (error) {
    if (error instanceof AppError) throw error;
    const notZip = bytes.subarray(0, 2).toString("latin1") !== "PK";
    if (notZip) refuse("This file is not a zip. Choose a .zip that holds your code.", error);
    const reason = error instanceof Error ? error.message : "";
    if (/invalid relative path|absolute path|invalid characters/.test(reason))
      refuse("The zip holds a path that leads out of it. Make it anew from within the folder of your code.", error);
    refuse("The zip is damaged. Make it anew and upload it again.", error);
  }
}
