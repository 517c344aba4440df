import type { FunctionSpec, LogEntry } from "../types.ts";

/** What a function may write in one invocation; the rest is counted and dropped. */
const MAX_BYTES = 4 << 20;
const MAX_ENTRIES = 10_000;

/** The log of one invocation: platform lines and the function's lines, in order and kept apart by `kind`. */
export class InvocationLog {
  readonly entries: LogEntry[] = [];
  readonly #json: boolean;
  #bytes = 0;
  #dropped = 0;

  constructor(spec: FunctionSpec) {
    this.#json = spec.logFormat === "JSON";
  }

  /** A record of the platform: its text, or in the JSON format its type and record. */
  platform(text: string, type: string, record: object, timestamp = Date.now()): void {
    const message = this.#json ? JSON.stringify({ time: new Date(timestamp).toISOString(), type, record }) : text;
    this.entries.push({ timestamp, message, kind: "platform" });
  }

  /** A line of the function. However it looks, it never becomes a platform record. */
  line(message: string, timestamp = Date.now()): void {
    this.#bytes += message.length;
    if (this.#bytes > MAX_BYTES || this.entries.length >= MAX_ENTRIES) this.#dropped++;
    else this.entries.push({ timestamp, message, kind: "function" });
  }

  /** Says how much was dropped, if anything was. */
  close(): void {
    if (this.#dropped === 0) return;
    const text = `LOG_LIMIT ${this.#dropped} lines dropped: a function may write ${MAX_ENTRIES} lines and ${MAX_BYTES >> 20} MB in one invocation`;
    this.platform(text, "platform.logsDropped", { droppedRecords: this.#dropped, reason: "limit" });
    this.#dropped = 0;
  }
}
