import { performance } from "node:perf_hooks";
import { Connection } from "./connection.ts";

export interface WireRequest {
  readonly port: number;
  readonly bytes: Buffer;
}

export interface LoadResult {
  readonly requests: number;
  readonly errors: number;
  readonly perSecond: number;
  /** Milliseconds of each answered request. */
  readonly taken: readonly number[];
}

/** Sends one request over and over on `connections` kept connections, each with one request in flight. */
export async function load(request: WireRequest, connections: number, durationMs: number): Promise<LoadResult> {
  const taken: number[] = [];
  let errors = 0;
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(request.port)));
  const started = performance.now();
  const until = started + durationMs;
  await Promise.all(
    open.map(async (connection) => {
      for (let now = performance.now(); now < until; ) {
        const answer = await connection.ask(request.bytes);
        const then = performance.now();
        taken.push(then - now);
        now = then;
        if (answer.status !== 200 && answer.status !== 202) errors += 1;
      }
      connection.close();
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  return { requests: taken.length, errors, perSecond: taken.length / seconds, taken };
}
