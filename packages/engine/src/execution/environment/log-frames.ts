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
    const entries: { timestamp: number; message: string }[] = [];
    this.#walk(bytes, (frame, isFramed) => {
      const message = frame.toString("utf8", isFramed ? HEADER_BYTES : 0);
      entries.push({ timestamp: isFramed ? nearNow(Number(frame.readBigUInt64BE(8)) / 1000) : Date.now(), message });
    });
    return entries;
  }

  /** Reads past what is not kept; answers how many entries it was. Who floods its log must not keep the engine busy with it. */
  skip(bytes: Buffer): number {
    return this.#walk(bytes);
  }

  /** Calls back with each whole frame, and with bytes that are none; answers how many there were. */
  #walk(bytes: Buffer, onEntry?: (frame: Buffer, isFramed: boolean) => void): number {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    let [at, entries] = [0, 0];
    while (all.length - at >= HEADER_BYTES) {
      const length = all.readUInt32BE(at + 4);
      // Only a function that writes to the descriptor by itself gets here: its text is kept as plain lines.
      const isFramed = all.readUInt32BE(at) === MAGIC && length <= MAX_FRAME_BYTES;
      const end = isFramed ? at + HEADER_BYTES + length : all.length;
      if (end > all.length) break;
      onEntry?.(all.subarray(at, end), isFramed);
      entries++;
      at = end;
    }
    this.#rest = all.subarray(at);
    return entries;
  }
}

function nearNow(ms: number): number {
  const now = Date.now();
  return ms > now - MAX_AGE_MS && ms <= now ? Math.floor(ms) : now;
}
