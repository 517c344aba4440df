import { performance } from "node:perf_hooks";
import { percentile } from "../../series.ts";
import { Connection } from "../machine/connection.ts";
import type { WireRequest } from "../machine/load.ts";

/** One way to answer the first invocation of a function: milliseconds from the request to the answer. */
export interface FirstInvocation {
  readonly name: string;
  readonly measure: () => Promise<number>;
}

export interface FirstRow {
  readonly name: string;
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly minMs: number;
}

/** Sends one request on a connection that is open already. @throws when it is not answered with 200. */
export async function timeOf({ port, bytes }: WireRequest): Promise<number> {
  const connection = await Connection.open(port);
  const started = performance.now();
  const { status, body } = await connection.ask(bytes);
  const taken = performance.now() - started;
  connection.close();
  if (status !== 200) throw new Error(`answered ${status}: ${body.toString("utf8").slice(0, 500)}`);
  return taken;
}

/** An error tells which of the many it was. */
async function measureOnce({ name, measure }: FirstInvocation, round: number): Promise<number> {
  try {
    return await measure();
  } catch (cause) {
    throw new Error(`"${name}" failed in round ${round + 1}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

/** `count` first invocations of each way, in turn. */
export async function measureFirst(ways: readonly FirstInvocation[], count: number): Promise<FirstRow[]> {
  const taken = ways.map((): number[] => []);
  for (let round = 0; round < count; round += 1)
    for (const [index, way] of ways.entries()) taken[index]?.push(await measureOnce(way, round));
  return ways.map(({ name }, index) => {
    const series = taken[index] ?? [];
    const [p50Ms, p95Ms] = [percentile(series, 0.5), percentile(series, 0.95)];
    return { name, count: series.length, p50Ms, p95Ms, minMs: Math.min(...series) };
  });
}
