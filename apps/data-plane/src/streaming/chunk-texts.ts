import { isUtf8 } from "node:buffer";

type Chunk = { readonly text: string } | { readonly base64: string };

/** Where the last character begins that is not whole yet; the length where all are. */
function wholeLength(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - 3);
  for (let at = bytes.length - 1; at >= first; at -= 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue; // the middle of a character
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return at + needs > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

/**
 * Bytes as they may stand in JSON: text for as long as they are UTF-8, a character that two chunks share in the second
 * one, base64 for good once they are not.
 */
export class ChunkTexts {
  #isBinary = false;
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): Chunk | undefined {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const whole = this.#isBinary ? bytes.length : wholeLength(bytes);
    if (!isUtf8(bytes.subarray(0, whole))) this.#isBinary = true;
    this.#rest = this.#isBinary ? Buffer.alloc(0) : Buffer.from(bytes.subarray(whole));
    if (this.#isBinary) return bytes.length === 0 ? undefined : { base64: bytes.toString("base64") };
    return whole === 0 ? undefined : { text: bytes.toString("utf8", 0, whole) };
  }

  /** What is left of a character that never became whole. */
  end(): Chunk | undefined {
    return this.#rest.length === 0 ? undefined : { base64: this.#rest.toString("base64") };
  }
}
