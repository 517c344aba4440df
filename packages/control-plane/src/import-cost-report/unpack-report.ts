import { createHash, type Hash } from "node:crypto";
import { pipeline, Readable, Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError, costReportLimits } from "@annex/contract";

/** A report's text, and what its file is, which is known when all of it was read. */
export interface UnpackedReport {
  readonly text: Readable;
  readonly file: { sizeBytes: number; readonly hash: Hash };
}

const gib = (bytes: number) => `${bytes / 1024 ** 3} GB`;

/** What the first bytes show that cannot be read as CSV. @throws AppError `invalid_request`. */
function refuseOtherFormats(head: Buffer): void {
  if (head.subarray(0, 4).toString("latin1") === "PAR1")
    throw new AppError(
      "invalid_request",
      "This is a Parquet file, which is not read. Let the export write text/csv with GZIP compression, and import that.",
    );
  if (head.subarray(0, 4).toString("latin1") === "PK\u0003\u0004")
    throw new AppError("invalid_request", "This is a zip. Unpack it, and import the .csv that is in it.");
  if (head.length === 0) throw new AppError("invalid_request", "The file is empty.");
}

/** Passes bytes on, at most `max` of them. */
function atMost(max: number, tooMuch: string, seen: (chunk: Buffer) => void = () => undefined): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      seen(chunk);
      if (size > max) done(new AppError("payload_too_large", tooMuch));
      else done(null, chunk);
    },
  });
}

async function* headFirst(head: Buffer, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield Buffer.from(next.value);
}

/** The first bytes, as many as tell the format. */
async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 4) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

/**
 * A report's file as text: CSV as it is, CSV.gz unpacked (parts one behind the other too), bounded in both sizes.
 * @throws AppError `invalid_request` for Parquet, a zip or nothing; the stream ends in `payload_too_large`.
 */
export async function unpackReport(
  body: AsyncIterable<Uint8Array>,
  { fileBytes, unpackedBytes }: Readonly<Record<keyof typeof costReportLimits, number>> = costReportLimits,
): Promise<UnpackedReport> {
  const chunks = body[Symbol.asyncIterator]();
  const head = await readHead(chunks);
  refuseOtherFormats(head);
  const file = { sizeBytes: 0, hash: createHash("sha256") };
  const source = Readable.from(headFirst(head, chunks));
  const counted = atMost(fileBytes, `A file has at most ${gib(fileBytes)}. Import the month in CSV.gz.`, (chunk) => {
    file.sizeBytes += chunk.length;
    file.hash.update(chunk);
  });
  // a stream's error comes out where the text is read
  const ended = () => undefined;
  if (head[0] !== 0x1f || head[1] !== 0x8b) return { text: pipeline(source, counted, ended), file };
  const unpacked = atMost(unpackedBytes, `Unpacked, a report has at most ${gib(unpackedBytes)}.`);
  return { text: pipeline(source, counted, createGunzip(), unpacked, ended), file };
}
