import { setTimeout as delay } from "node:timers/promises";
import { percentile } from "../../series.ts";
import { Connection } from "../machine/connection.ts";
import type { WireRequest } from "../machine/load.ts";
import { cpuUs, processTree } from "../machine/process-tree.ts";
import type { Subject } from "../subjects/subject.ts";

export interface IdleResult {
  /** CPU of all environments together while none of them is invoked. */
  readonly idleCpuUs: number;
  readonly idleSeconds: number;
  /** p50 of an invocation after a pause in which the environment was frozen, and after one too short for that. */
  readonly thawedMs: number;
  readonly awakeMs: number;
  /** The same pauses before the floor, which never freezes: what the machine itself takes to wake up. */
  readonly floorThawedMs: number;
  readonly floorAwakeMs: number;
}

/** Long enough for the engine to freeze an environment, and too short for it. */
const [longMs, shortMs] = [20, 2];

async function afterPause({ port, bytes }: WireRequest, pauseMs: number, count: number): Promise<number> {
  const connection = await Connection.open(port);
  const taken: number[] = [];
  for (let round = 0; round < count; round += 1) {
    await delay(pauseMs);
    const started = performance.now();
    await connection.ask(bytes);
    taken.push(performance.now() - started);
  }
  connection.close();
  return percentile(taken, 0.5);
}

/** What an environment costs that nobody invokes, and what it costs to come back. */
export async function measureIdle(
  engine: Subject,
  floor: Subject,
  seconds: number,
  count: number,
): Promise<IdleResult> {
  await delay(500); // the last invocation's environments freeze, and the pool is full
  const environments = processTree(engine.child.pid ?? 0).slice(1);
  const before = cpuUs(environments);
  await delay(seconds * 1000);
  return {
    idleCpuUs: cpuUs(environments) - before,
    idleSeconds: seconds,
    thawedMs: await afterPause(engine.warm, longMs, count),
    floorThawedMs: await afterPause(floor.warm, longMs, count),
    awakeMs: await afterPause(engine.warm, shortMs, count),
    floorAwakeMs: await afterPause(floor.warm, shortMs, count),
  };
}
