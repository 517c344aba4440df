import type { Readable } from "node:stream";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { InvocationLog } from "./invocation-log.ts";
import { LogFrames } from "./log-frames.ts";
import { LogLines } from "./log-lines.ts";

/** Output that is dropped anyway is read slowly, so that who floods waits for itself and nobody else does. */
const DRAIN_PAUSE_MS = 10;
/** The more streams there are of which all is dropped, the slower each is read: so often at most is one of them read. */
const DRAIN_EACH_MS = 8;
const LARGE_OUTPUT_BYTES = 16 << 10;
/** Lines may be one byte long: so much of them is taken in one turn. */
const TURN_BYTES = 4 << 10;

let draining = 0;

/** What a function writes, put into the log of the invocation that runs: framed entries, and the standard streams' lines. */
export class FunctionOutput {
  /** Of the invocation that runs; what is written while there is none is nobody's. */
  log: InvocationLog | undefined;
  /** The handler runs: it can wait for its output to be read. After its answer all of it is wanted. */
  isRunning = false;
  readonly #lines: LogLines[] = [];
  /** Streams that wait before they are read on; an invocation that begins does not wait for them. */
  readonly #paused = new Set<Readable>();
  #hasEnded = false;

  constructor({ log: framed, stdout, stderr }: Sandbox) {
    const frames = new LogFrames();
    framed.on("data", (bytes: Buffer) => {
      if (this.log?.full === true) this.log.drop(frames.skip(bytes));
      else for (const { message, timestamp } of frames.push(bytes)) this.log?.line(message, timestamp);
      this.#keepPace(framed, bytes);
    });
    for (const stream of [stdout, stderr]) this.#readLines(stream);
  }

  /** An invocation begins: nothing of an earlier one is waited for. */
  begin(log: InvocationLog): void {
    this.log = log;
    for (const stream of this.#paused) stream.resume();
  }

  /** Calls back when what the function wrote before its answer is read. */
  whenRead(log: InvocationLog, done: () => void): void {
    // It is in the pipes already: turns of the loop read it, until one brings no more.
    const known = log.entries.length;
    setImmediate(() => {
      if (log.entries.length === known) done();
      else this.whenRead(log, done);
    });
  }

  /** Takes last lines that have no newline, and closes the log. */
  finish(log: InvocationLog): void {
    for (const lines of this.#lines) {
      const rest = lines.flush();
      if (rest !== undefined) log.line(rest);
    }
    log.close();
  }

  /** The environment ends: what is left is read at once. */
  end(): void {
    this.#hasEnded = true;
  }

  #readLines(stream: Readable): void {
    const lines = new LogLines();
    this.#lines.push(lines);
    stream.on("data", (bytes: Buffer) => this.#takeLines(stream, lines, bytes));
  }

  #takeLines(stream: Readable, lines: LogLines, bytes: Buffer): void {
    const isFull = this.log?.full === true;
    const now = isFull || this.#hasEnded ? bytes : bytes.subarray(0, TURN_BYTES);
    if (isFull) this.log?.drop(lines.skip(now));
    else for (const line of lines.push(now)) this.log?.line(line);
    if (now.length === bytes.length) return void this.#keepPace(stream, bytes);
    stream.pause();
    setImmediate(() => {
      stream.resume();
      this.#takeLines(stream, lines, bytes.subarray(now.length));
    });
  }

  /**
   * Others have their turn between two large pieces of output; libuv alone would read 32 of them in a row. What is
   * dropped anyway is read slowly.
   */
  #keepPace(stream: Readable, bytes: Buffer): void {
    if (this.#hasEnded) return;
    const large = bytes.length >= LARGE_OUTPUT_BYTES;
    const dropped = this.log === undefined ? large : this.log.full;
    if (!dropped && !(large && this.isRunning)) return;
    stream.pause();
    this.#paused.add(stream);
    const goOn = () => {
      this.#paused.delete(stream);
      stream.resume();
    };
    if (!dropped) return void setImmediate(goOn);
    draining++;
    const goOnLater = () => {
      draining--;
      goOn();
    };
    setTimeout(goOnLater, Math.max(DRAIN_PAUSE_MS, draining * DRAIN_EACH_MS));
  }
}
