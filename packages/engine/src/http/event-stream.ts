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

/**
 * One message of `application/vnd.amazon.eventstream`: lengths, their checksum, headers, payload, checksum of all.
 * https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export function encodeEvent(eventType: string, contentType: string, payload: Buffer | string): Buffer {
  const headers = Buffer.concat([
    header(":event-type", eventType),
    header(":content-type", contentType),
    header(":message-type", "event"),
  ]);
  const body = Buffer.from(payload);
  const message = Buffer.alloc(16 + headers.length + body.length);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(headers.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  headers.copy(message, 12);
  body.copy(message, 12 + headers.length);
  message.writeUInt32BE(crc32(message.subarray(0, message.length - 4)), message.length - 4);
  return message;
}
