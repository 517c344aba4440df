import { setTimeout as delay } from "node:timers/promises";
import { load, type WireRequest } from "../engine/machine/load.ts";
import { median, percentile } from "../series.ts";
import type { Attack } from "./attacks.ts";
import { startAttackers } from "./start-attackers.ts";

export interface NeighbourPlan {
  readonly rounds: number;
  /** One caller, then 16, each for this long. */
  readonly secondsEach: number;
}

/** B beside one attack: medians over the rounds, ratios of each round's own pair. */
export interface NeighbourRow {
  readonly attack: string;
  readonly quietP50Ms: number;
  readonly noisyP50Ms: number;
  readonly quietP99Ms: number;
  readonly noisyP99Ms: number;
  readonly p99Ratio: number;
  readonly p99Ratios: readonly number[];
  /** With 16 callers of B's. */
  readonly quietPerSecond: number;
  readonly noisyPerSecond: number;
  /** Of two tenants that both want the whole machine, each has a half of it. */
  readonly shareOfFair: number;
  readonly sharesOfFair: readonly number[];
  readonly errors: number;
  /** What A was answered in a second meanwhile. */
  readonly attackPerSecond: number;
}

interface Sample {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  readonly errors: number;
}

const callers = 16;
const tenants = 2;
/** The attack is under way, and A's environments are all there. */
const beginsMs = 1_500;
const restMs = 500;

async function sample(request: WireRequest, seconds: number): Promise<Sample> {
  const alone = await load(request, 1, seconds * 1000);
  const many = await load(request, callers, seconds * 1000);
  return {
    p50Ms: percentile(alone.taken, 0.5),
    p99Ms: percentile(alone.taken, 0.99),
    perSecond: many.perSecond,
    errors: alone.errors + many.errors,
  };
}

interface Pair {
  readonly quiet: Sample;
  readonly noisy: Sample;
  readonly attackPerSecond: number;
}

async function measurePair(
  victim: WireRequest,
  attackers: readonly WireRequest[],
  attack: Attack,
  plan: NeighbourPlan,
): Promise<Pair> {
  const quiet = await sample(victim, plan.secondsEach);
  const running = startAttackers(attackers, attack.callers);
  await delay(beginsMs);
  const [answered, from] = [running.answers(), performance.now()];
  const noisy = await sample(victim, plan.secondsEach);
  const attackPerSecond = ((running.answers() - answered) / (performance.now() - from)) * 1000;
  await running.end();
  await delay(restMs);
  return { quiet, noisy, attackPerSecond };
}

/** Quiet and noisy in turn: a machine that drifts drifts for both. */
export async function measureNeighbour(
  call: (tenant: "a" | "b", name: string) => Promise<WireRequest> | WireRequest,
  attack: Attack,
  plan: NeighbourPlan,
): Promise<NeighbourRow> {
  const victim = await call("b", "score");
  const attackers = await Promise.all(attack.functions.map(({ name }) => call("a", name)));
  const pairs: Pair[] = [];
  for (let round = 0; round < plan.rounds; round += 1) pairs.push(await measurePair(victim, attackers, attack, plan));
  const middle = (read: (pair: Pair) => number) => median(pairs.map(read));
  const p99Ratios = pairs.map(({ quiet, noisy }) => noisy.p99Ms / quiet.p99Ms);
  const sharesOfFair = pairs.map(({ quiet, noisy }) => noisy.perSecond / (quiet.perSecond / tenants));
  return {
    attack: attack.name,
    quietP50Ms: middle(({ quiet }) => quiet.p50Ms),
    noisyP50Ms: middle(({ noisy }) => noisy.p50Ms),
    quietP99Ms: middle(({ quiet }) => quiet.p99Ms),
    noisyP99Ms: middle(({ noisy }) => noisy.p99Ms),
    p99Ratio: median(p99Ratios),
    p99Ratios,
    quietPerSecond: middle(({ quiet }) => quiet.perSecond),
    noisyPerSecond: middle(({ noisy }) => noisy.perSecond),
    shareOfFair: median(sharesOfFair),
    sharesOfFair,
    errors: pairs.reduce((sum, { quiet, noisy }) => sum + quiet.errors + noisy.errors, 0),
    attackPerSecond: middle((pair) => pair.attackPerSecond),
  };
}
