import { setTimeout as delay } from "node:timers/promises";
import { median, percentile } from "../../series.ts";
import { load } from "../machine/load.ts";
import { type AnnexEngine, zipOf } from "../subjects/annex-engine.ts";

export interface AcceptResult {
  /** Latency of a 202 with one caller. */
  readonly p50Ms: number;
  /** Accepted with 16 callers. */
  readonly perSecond: number;
  readonly errors: number;
}

/** Asynchronous invocations: durable before they are accepted. */
export async function measureAccept(engine: AnnexEngine, runtime: string, rounds: number): Promise<AcceptResult> {
  const name = await engine.createFunction({ runtime, zip: await zipOf(runtime, "accept") });
  const request = await engine.invoke(name, "Event");
  const [p50, perSecond]: [number[], number[]] = [[], []];
  let errors = 0;
  for (let round = 0; round < rounds; round += 1) {
    const one = await load(request, 1, 500);
    const many = await load(request, 16, 1_000);
    p50.push(percentile(one.taken, 0.5));
    perSecond.push(many.perSecond);
    errors += one.errors + many.errors;
    await delay(500);
  }
  return { p50Ms: median(p50), perSecond: median(perSecond), errors };
}
