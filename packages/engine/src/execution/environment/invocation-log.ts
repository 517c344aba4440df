import type { FunctionSpec, LogEntry, SystemLogLevel } from "../types.ts";
import type { LogAllowance } from "./log-allowance.ts";

/** What the JSON format shows of a platform line. */
export interface PlatformRecord {
  readonly type: string;
  readonly record: object;
  /** As AWS assigns it (Lambda guide, "system log level event mapping"); INFO where nothing is said. */
  readonly level?: SystemLogLevel;
}

/** From the least important to the most. */
const systemLevels: readonly SystemLogLevel[] = ["DEBUG", "INFO", "WARN"];

/** What a function may write in one invocation; the rest is counted and dropped. */
const MAX_BYTES = 4 << 20;
const MAX_ENTRIES = 10_000;
/** What an entry costs to keep beside its text. */
const ENTRY_BYTES = 250;

/** The log of one invocation: platform lines and the function's lines, in order and kept apart by `kind`. */
export class InvocationLog {
  readonly entries: LogEntry[] = [];
  readonly #json: boolean;
  readonly #level: number;
  readonly #allowance: LogAllowance;
  #bytes = 0;
  #dropped = 0;

  constructor(spec: FunctionSpec, allowance: LogAllowance) {
    this.#json = spec.logFormat === "JSON";
    this.#level = this.#json ? systemLevels.indexOf(spec.logLevels.system) : 0;
    this.#allowance = allowance;
  }

  /** True when the function wrote more than it may: what it writes now is dropped. */
  get full(): boolean {
    return this.#dropped > 0;
  }

  /** A record of the platform: its text, or in the JSON format its type and record, where the level asks for it. */
  platform(text: string, { type, record, level = "INFO" }: PlatformRecord, timestamp = Date.now()): void {
    if (systemLevels.indexOf(level) < this.#level) return;
    this.entries.push({ timestamp, message: this.#render(text, type, record, timestamp), kind: "platform" });
  }

  /** A record of the platform that the function can cause as often as it likes, so it is bounded as its lines are. */
  caused(text: string, { type, record, level = "INFO" }: PlatformRecord): void {
    if (systemLevels.indexOf(level) < this.#level) return;
    const timestamp = Date.now();
    this.#add({ timestamp, message: this.#render(text, type, record, timestamp), kind: "platform" });
  }

  /** A line of the function. However it looks, it never becomes a platform record. */
  line(message: string, timestamp = Date.now()): void {
    this.#add({ timestamp, message, kind: "function" });
  }

  /** Counts lines that nobody read. */
  drop(lines: number): void {
    this.#dropped += lines;
  }

  /** Says how much was dropped, if anything was. */
  close(): void {
    if (this.#dropped === 0) return;
    const text = `LOG_LIMIT ${this.#dropped} lines dropped: a function may write ${MAX_ENTRIES} lines and ${MAX_BYTES >> 20} MB in one invocation, and 1 MB a second in the long run`;
    const record = { droppedRecords: this.#dropped, reason: "limit" };
    this.platform(text, { type: "platform.logsDropped", record, level: "WARN" });
    this.#dropped = 0;
  }

  #add(entry: LogEntry): void {
    const bytes = entry.message.length + ENTRY_BYTES;
    const fits = this.#bytes + bytes <= MAX_BYTES && this.entries.length < MAX_ENTRIES;
    if (!fits || !this.#allowance.take(bytes, Date.now())) this.#dropped++;
    else {
      this.#bytes += bytes;
      this.entries.push(entry);
    }
  }

  #render(text: string, type: string, record: object, timestamp: number): string {
    return this.#json ? JSON.stringify({ time: new Date(timestamp).toISOString(), type, record }) : text;
  }
}
