import { crc32 } from "node:zlib";

function header(name: string, value: string): Buffer {
  const bytes = Buffer.alloc(4 + Buffer.byteLength(name) + Buffer.byteLength(value));
  let at = bytes.writeUInt8(Buffer.byteLength(name), 0);
  at += bytes.write(name, at);
  at = bytes.writeUInt8(7, at); // the type of a text
  at = bytes.writeUInt16BE(Buffer.byteLength(value), at);
  bytes.write(value, at);
  return bytes;
}

/** A message of `application/vnd.amazon.eventstream` (https://smithy.io/2.0/aws/amazon-eventstream.html). */
export function encodeEvent(eventType: string, contentType: string, payload: Buffer | string): Buffer {
  const types = [header(":event-type", eventType), header(":content-type", contentType)];
  const headers = Buffer.concat([...types, header(":message-type", "event")]);
  const body = Buffer.from(payload);
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(16 + headers.length + body.length, 0);
  prelude.writeUInt32BE(headers.length, 4);
  const sum = (bytes: Buffer) => {
    const four = Buffer.alloc(4);
    four.writeUInt32BE(crc32(bytes));
    return four;
  };
  const begun = Buffer.concat([prelude, sum(prelude), headers, body]);
  return Buffer.concat([begun, sum(begun)]);
}
