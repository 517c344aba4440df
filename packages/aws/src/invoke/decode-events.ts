import { crc32 } from "node:zlib";

/** A message of `application/vnd.amazon.eventstream`: its headers that are texts, and its payload. */
export interface EventMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer;
}

const preludeBytes = 12;
const checksumBytes = 4;
/** As the AWS SDK reads them: a message is at most 24 MB and a little more. */
const largestMessage = 25_165_824 + 131_072;
const textType = 7;
/** Bytes that a header's value has, by its type; texts and bytes tell their own length. */
const valueBytes: Readonly<Record<number, number>> = { 0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16 };

class DamagedStream extends Error {
  override readonly name = "DamagedStream";
}

function headersOf(bytes: Buffer): Record<string, string> {
  const headers: Record<string, string> = {};
  let at = 0;
  while (at < bytes.length) {
    const nameEnd = at + 1 + bytes.readUInt8(at);
    const name = bytes.toString("utf8", at + 1, nameEnd);
    const type = bytes.readUInt8(nameEnd);
    const fixed = valueBytes[type];
    const start = nameEnd + (fixed === undefined ? 3 : 1);
    at = start + (fixed ?? bytes.readUInt16BE(nameEnd + 1));
    if (at > bytes.length) throw new DamagedStream("a header is longer than its message");
    if (type === textType) headers[name] = bytes.toString("utf8", start, at);
  }
  return headers;
}

function checkSum(bytes: Buffer, end: number): void {
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32BE(end)) throw new DamagedStream("a checksum is wrong");
}

/** The length of the message that begins here; undefined while too little of it is there. */
function lengthOf(bytes: Buffer): number | undefined {
  if (bytes.length < preludeBytes) return undefined;
  checkSum(bytes, preludeBytes - checksumBytes);
  const length = bytes.readUInt32BE(0);
  if (length < preludeBytes + checksumBytes || length > largestMessage) throw new DamagedStream("a length is wrong");
  return length;
}

function messageOf(bytes: Buffer): EventMessage {
  checkSum(bytes, bytes.length - checksumBytes);
  const payloadAt = preludeBytes + bytes.readUInt32BE(4);
  if (payloadAt > bytes.length - checksumBytes) throw new DamagedStream("headers are longer than their message");
  const headers = headersOf(bytes.subarray(preludeBytes, payloadAt));
  return { headers, payload: bytes.subarray(payloadAt, bytes.length - checksumBytes) };
}

/**
 * The messages of an event stream as they come (https://smithy.io/2.0/aws/amazon-eventstream.html). The next bytes
 * are only read when the messages before them were taken. Throws for a damaged stream, or one that ends in a message.
 */
export async function* decodeEvents(chunks: AsyncIterable<Buffer>): AsyncGenerator<EventMessage, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let length = lengthOf(rest); length !== undefined && length <= rest.length; length = lengthOf(rest)) {
      yield messageOf(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  }
  if (rest.length > 0) throw new DamagedStream("the stream ended within a message");
}
