/** The runtime clients frame each log call, so that a message of several lines stays one entry (as on Lambda). */
const MAGIC = 0xa55a0003;
const HEADER_BYTES = 16;
const MAX_FRAME_BYTES = 1 << 20;

/** A frame's own time is the function's word: it is taken when it is near, and bounded so that no log is made up. */
const MAX_AGE_MS = 15 * 60_000;

/** Reads frames of magic (4 bytes), length (4), epoch microseconds (8), text; bytes that are no frame become lines. */
export class LogFrames {
  #rest: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): { readonly timestamp: number; readonly message: string }[] {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const entries: { timestamp: number; message: string }[] = [];
    while (this.#rest.length >= HEADER_BYTES) {
      const length = this.#rest.readUInt32BE(4);
      if (this.#rest.readUInt32BE(0) !== MAGIC || length > MAX_FRAME_BYTES) {
        // Only a function that writes to the descriptor by itself gets here: keep its text as plain lines.
        entries.push({ timestamp: Date.now(), message: this.#rest.toString("utf8") });
        this.#rest = Buffer.alloc(0);
        break;
      }
      if (this.#rest.length < HEADER_BYTES + length) break;
      const message = this.#rest.toString("utf8", HEADER_BYTES, HEADER_BYTES + length);
      entries.push({ timestamp: nearNow(Number(this.#rest.readBigUInt64BE(8)) / 1000), message });
      this.#rest = this.#rest.subarray(HEADER_BYTES + length);
    }
    return entries;
  }
}

function nearNow(ms: number): number {
  const now = Date.now();
  return ms > now - MAX_AGE_MS && ms <= now ? Math.floor(ms) : now;
}
