import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { PackageProblem } from "../package-problem.ts";

export interface WheelFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly executable: boolean;
}

/** What a wheel may hold. Bytes. */
export const wheelLimits = {
  unpackedBytes: 250 * 1024 * 1024,
  entries: 20_000,
  /** Unpacked to packed, of the whole. */
  ratio: 100,
  pathLength: 500,
  metadataBytes: 2 * 1024 * 1024,
} as const;

const symbolicLink = 0o120000;
const fileTypeBits = 0o170000;
const modeOf = (entry: Entry) => entry.externalFileAttributes >>> 16;

async function openWheel(wheel: Buffer, name: string): Promise<ZipFile> {
  try {
    return await fromBufferPromise(wheel, { lazyEntries: true, strictFileNames: true });
  } catch (error) {
    throw new PackageProblem(`${name} is damaged: it is no zip.`, { cause: error });
  }
}

async function read(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // yauzl ends the stream with an error when there is more in it than the directory says
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The wheel's `METADATA`. @throws PackageProblem. */
export async function readMetadata(wheel: Buffer, name: string): Promise<string> {
  const zip = await openWheel(wheel, name);
  for await (const entry of zip.eachEntry()) {
    if (!/^[^/]+\.dist-info\/METADATA$/.test(entry.fileName)) continue;
    if (entry.uncompressedSize > wheelLimits.metadataBytes) break;
    return (await read(zip, entry)).toString("utf8");
  }
  throw new PackageProblem(`${name} is no wheel: it has no METADATA.`);
}

function check(entry: Entry, name: string, seen: ReadonlySet<string>): void {
  const { fileName } = entry;
  if ((modeOf(entry) & fileTypeBits) === symbolicLink)
    throw new PackageProblem(`${name} holds a symbolic link, ${fileName}: it is not taken.`);
  if (entry.isEncrypted()) throw new PackageProblem(`${name} holds an encrypted file, ${fileName}: it is not taken.`);
  if (seen.has(fileName)) throw new PackageProblem(`${name} holds ${fileName} twice: it is not taken.`);
  if (fileName.length > wheelLimits.pathLength)
    throw new PackageProblem(
      `${name} holds a path of more than ${wheelLimits.pathLength} characters: it is not taken.`,
    );
}

/** Where a file of a wheel belongs; null for scripts, headers and data, which no function finds. */
function placeOf(fileName: string): string | null {
  const data = /^[^/]+\.data\/([^/]+)\/(.+)$/.exec(fileName);
  if (!data) return fileName;
  return data[1] === "purelib" || data[1] === "platlib" ? (data[2] ?? null) : null;
}

async function unpack(zip: ZipFile, wheel: Buffer, name: string): Promise<WheelFile[]> {
  if (zip.entryCount > wheelLimits.entries)
    throw new PackageProblem(`${name} holds ${zip.entryCount} files; ${wheelLimits.entries} are taken at most.`);
  const seen = new Set<string>();
  const files: WheelFile[] = [];
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    check(entry, name, seen);
    seen.add(entry.fileName);
    unpacked += entry.uncompressedSize;
    if (unpacked > wheelLimits.unpackedBytes || (unpacked > 1_048_576 && unpacked / wheel.length > wheelLimits.ratio))
      throw new PackageProblem(`${name} unpacks to more than is taken (250 MB, or a hundred times its size).`);
    const path = entry.fileName.endsWith("/") ? null : placeOf(entry.fileName);
    if (path === null) continue;
    files.push({ path, bytes: await read(zip, entry), executable: (modeOf(entry) & 0o111) !== 0 });
  }
  return files;
}

/** The files of a wheel where Python looks for them; nothing of it is run. @throws PackageProblem for what is not taken. */
export async function unpackWheel(wheel: Buffer, name: string): Promise<WheelFile[]> {
  const zip = await openWheel(wheel, name);
  try {
    return await unpack(zip, wheel, name);
  } catch (error) {
    if (error instanceof PackageProblem) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const leads = /invalid relative path|absolute path|invalid characters/.test(reason);
    throw new PackageProblem(
      `${name} is not taken: ${leads ? "a path leads out of it" : "it is damaged"} (${reason}).`,
    );
  }
}
