import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { median } from "../../series.ts";
import { pssMb } from "../machine/process-tree.ts";
import { type AnnexEngine, zipOf } from "../subjects/annex-engine.ts";
import type { FloorSandbox, Language } from "../subjects/floor-sandbox.ts";
import { timeOf } from "./first-invocation.ts";

export interface StormRow {
  readonly language: Language;
  /** New functions that are invoked for the first time in the same moment, with no pre-started environment. */
  readonly functions: number;
  /** Milliseconds until the last one answered: median over the rounds. */
  readonly engineMs: number;
  readonly floorMs: number;
  /** PSS of one idle environment among them, all its processes: the sandbox's and the runtime's. */
  readonly idleMb: number;
  /** The same of the floor: one bubblewrap and the bare runtime. */
  readonly floorIdleMb: number;
}

interface StormPlan {
  readonly engine: AnnexEngine;
  readonly floor: FloorSandbox;
  readonly language: Language;
  readonly runtime: string;
  readonly functions: number;
  readonly rounds: number;
}

async function storm({ engine, runtime, functions }: StormPlan, round: number) {
  const names: string[] = [];
  for (let number = 0; number < functions; number += 1) {
    const zip = await zipOf(runtime, `storm ${round} ${number}`);
    names.push(await engine.createFunction({ runtime, zip }));
  }
  const requests = await Promise.all(names.map((name) => engine.invoke(name)));
  const started = performance.now();
  await Promise.all(requests.map(timeOf));
  const ms = performance.now() - started;
  const environments = engine.environmentPids();
  const idleMb = pssMb(environments) / functions;
  for (const name of names) await engine.deleteFunction(name);
  await untilEnded(engine);
  return { ms, idleMb };
}

/** Whose functions are gone ends at once. */
async function untilEnded(engine: AnnexEngine): Promise<void> {
  for (let round = 0; round < 500; round += 1) {
    if ((await engine.health()).environments === 0) return;
    await delay(20);
  }
  throw new Error("environments of deleted functions did not end");
}

/** Twenty new functions at once, the engine and the floor in turn. */
export async function measureStorm(plan: StormPlan): Promise<StormRow> {
  const { language, functions } = plan;
  const engineMs: number[] = [];
  const floorMs: number[] = [];
  const idleMb: number[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    floorMs.push(await plan.floor.measure("storm", language, functions));
    const taken = await storm(plan, round);
    engineMs.push(taken.ms);
    idleMb.push(taken.idleMb);
  }
  return {
    language,
    functions,
    engineMs: median(engineMs),
    floorMs: median(floorMs),
    idleMb: median(idleMb),
    floorIdleMb: plan.floor.idleMb(),
  };
}
