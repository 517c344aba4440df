import { createHash, randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";
import yauzl from "yauzl";
import { invalidParameter } from "../http/aws-error.ts";

/** Lambda's limits of a package: zip, unpacked, and a number of files and folders that no honest package needs. */
const maxZipBytes = 52_428_800;
const maxUnpackedBytes = 262_144_000;
const maxEntries = 50_000;

export interface StoredCode {
  /** Lambda's CodeSha256: base64. */
  readonly codeSha256: string;
  readonly codeSize: number;
}

const unreadable = (cause?: unknown) => {
  const error = invalidParameter("Could not unzip uploaded file. Please check your file, then try to upload again.");
  error.cause = cause;
  return error;
};
const empty = () => invalidParameter("Uploaded file must be a non-empty zip");
const tooLarge = () => invalidParameter(`Unzipped size must be smaller than ${maxUnpackedBytes} bytes`);

function openZip(zip: Buffer): Promise<yauzl.ZipFile> {
  return new Promise((done, fail) => {
    yauzl.fromBuffer(zip, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true }, (error, file) =>
      error ? fail(error) : done(file),
    );
  });
}

function readEntries(file: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  return new Promise((done, fail) => {
    const entries: yauzl.Entry[] = [];
    file.on("entry", (entry: yauzl.Entry) => {
      entries.push(entry);
      if (entries.length > maxEntries) fail(new Error("too many entries"));
      else file.readEntry();
    });
    file.once("end", () => done(entries));
    file.once("error", fail);
    file.readEntry();
  });
}

const unixMode = (entry: yauzl.Entry) => entry.externalFileAttributes >>> 16;

/** Adds the folders that lead to a file; a few megabytes of deep paths can ask for millions of them. */
function addFolders(folders: Set<string>, name: string): void {
  for (let end = name.lastIndexOf("/"); end > 0; end = name.lastIndexOf("/", end - 1)) {
    const folder = name.slice(0, end);
    if (folders.has(folder)) return;
    if (folders.size >= maxEntries) throw unreadable();
    folders.add(folder);
  }
}

/** Links and duplicate names can lead a later entry out of the folder; a lying total can fill the disk. */
function checkEntries(entries: readonly yauzl.Entry[]): void {
  if (entries.length === 0) throw empty();
  const names = new Set<string>();
  const folders = new Set<string>();
  let total = 0;
  for (const entry of entries) {
    total += entry.uncompressedSize;
    const name = path.posix.normalize(entry.fileName);
    if (names.has(name) || (unixMode(entry) & 0o170000) === 0o120000) throw unreadable();
    names.add(name);
    addFolders(folders, name);
  }
  if (total > maxUnpackedBytes) throw tooLarge();
}

/** yauzl checks sizes and leaves the checksum to its caller. */
function checksum({ crc32: wanted }: yauzl.Entry) {
  return async function* check(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let sum = 0;
    for await (const chunk of chunks) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (sum !== wanted) throw new Error("the checksum does not match");
  };
}

async function writeEntry(file: yauzl.ZipFile, entry: yauzl.Entry, folder: string): Promise<void> {
  const target = path.join(folder, entry.fileName);
  if (entry.fileName.endsWith("/")) {
    await mkdir(target, { recursive: true, mode: 0o755 });
    return;
  }
  await mkdir(path.dirname(target), { recursive: true, mode: 0o755 });
  const stream = await new Promise<Readable>((done, fail) =>
    file.openReadStream(entry, (error, opened) => (error ? fail(error) : done(opened))),
  );
  await pipeline(stream, checksum(entry), createWriteStream(target, { mode: 0o644, flags: "wx" }));
  if (unixMode(entry) & 0o111) await chmod(target, 0o755);
}

async function unpack(zip: Buffer, folder: string): Promise<void> {
  const file = await openZip(zip);
  const entries = await readEntries(file);
  checkEntries(entries);
  const again = await openZip(zip);
  try {
    for (const entry of entries) await writeEntry(again, entry, folder);
  } finally {
    again.close();
    file.close();
  }
}

/** A refusal that has its words already, or a full disk, which is no fault of the zip. */
function isOurs(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "AwsError" || ("code" in error && ["ENOSPC", "EDQUOT", "EROFS"].includes(String(error.code)));
}

/** Code on the disk, named by its content: `<sha256>.zip` and `<sha256>/` unpacked. */
export class CodeStore {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = path.join(dataDir, "code");
  }

  #name(codeSha256: string): string {
    return Buffer.from(codeSha256, "base64").toString("hex");
  }

  /** The unpacked folder. */
  folder(codeSha256: string): string {
    return path.join(this.#folder, this.#name(codeSha256));
  }

  zip(codeSha256: string): Promise<Buffer> {
    return readFile(`${this.folder(codeSha256)}.zip`);
  }

  /** Keeps the zip and its unpacked form; both appear at once or not at all. @throws AwsError `InvalidParameterValueException`. */
  async add(zip: Buffer): Promise<StoredCode> {
    if (zip.length === 0) throw empty();
    if (zip.length > maxZipBytes) throw invalidParameter(`Zipped size must be smaller than ${maxZipBytes} bytes`);
    const codeSha256 = createHash("sha256").update(zip).digest("base64");
    const target = this.folder(codeSha256);
    const isThere = await stat(target).then(
      () => true,
      () => false,
    );
    if (!isThere) await this.#unpackTo(target, zip);
    return { codeSha256, codeSize: zip.length };
  }

  /** Removes code that nothing names any more, and what a killed engine left. Only while nothing is being added. */
  async sweep(used: ReadonlySet<string>): Promise<void> {
    const kept = new Set([...used].flatMap((codeSha256) => [this.#name(codeSha256), `${this.#name(codeSha256)}.zip`]));
    const names = await readdir(this.#folder).catch(() => []);
    const gone = names.filter((name) => !kept.has(name));
    await Promise.all(gone.map((name) => rm(path.join(this.#folder, name), { recursive: true, force: true })));
  }

  async #unpackTo(target: string, zip: Buffer): Promise<void> {
    const half = `${target}.${randomBytes(4).toString("hex")}.new`;
    await mkdir(half, { recursive: true, mode: 0o755 });
    try {
      await unpack(zip, half).catch((error: unknown) => {
        throw isOurs(error) ? error : unreadable(error);
      });
      await writeFile(`${half}.zip`, zip);
      await rename(`${half}.zip`, `${target}.zip`);
      await rename(half, target).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error; // somebody else just put the same there
      });
    } finally {
      await rm(half, { recursive: true, force: true });
      await rm(`${half}.zip`, { force: true });
    }
  }
}
