import { setTimeout as delay } from "node:timers/promises";
import { median, percentile } from "../../series.ts";
import { load } from "../machine/load.ts";
import { cpuUs, processTree } from "../machine/process-tree.ts";
import type { Subject } from "../subjects/subject.ts";

export interface WarmRow {
  readonly name: string;
  /** Latency with one caller, ms: median over the rounds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** With 16 callers. */
  readonly perSecond: number;
  readonly p99At16Ms: number;
  /** CPU of the whole process tree for each request, with 16 callers: the steadiest figure, with its range over the rounds. */
  readonly cpuUs: number;
  readonly cpuUsRange: readonly [number, number];
  readonly databaseUs: number;
  readonly errors: number;
  /** What the medians are of: one figure a round, in the order of the rounds, which is every row's. */
  readonly rounds: readonly Round[];
}

export interface Round {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  readonly p99At16Ms: number;
  readonly cpuUs: number;
  /** CPU of the subject's database for each request, with 16 callers; 0 where it has none. */
  readonly databaseUs: number;
  readonly errors: number;
}

interface WarmPlan {
  readonly rounds: number;
  readonly secondsAt1: number;
  readonly secondsAt16: number;
}

/** CPU of all that a subject consists of, in microseconds since their start. */
function cpuOf({ child, beside = [] }: Subject): number {
  return cpuUs([child, ...beside].flatMap(({ pid }) => processTree(pid ?? 0)));
}

function databaseCpuOf({ databasePid }: Subject): number {
  return databasePid === undefined ? 0 : cpuUs(processTree(databasePid));
}

async function measure(subject: Subject, plan: WarmPlan): Promise<Round> {
  const { warm } = subject;
  const one = await load(warm, 1, plan.secondsAt1 * 1000);
  const before = [cpuOf(subject), databaseCpuOf(subject)] as const;
  const many = await load(warm, 16, plan.secondsAt16 * 1000);
  const after = [cpuOf(subject), databaseCpuOf(subject)] as const;
  return {
    p50Ms: percentile(one.taken, 0.5),
    p99Ms: percentile(one.taken, 0.99),
    perSecond: many.perSecond,
    p99At16Ms: percentile(many.taken, 0.99),
    cpuUs: (after[0] - before[0]) / many.requests,
    databaseUs: (after[1] - before[1]) / many.requests,
    errors: one.errors + many.errors,
  };
}

function toRow(name: string, rounds: readonly Round[]): WarmRow {
  const middle = (read: (round: Round) => number) => median(rounds.map(read));
  const cpu = rounds.map((round) => round.cpuUs);
  return {
    name,
    p50Ms: middle((round) => round.p50Ms),
    p99Ms: middle((round) => round.p99Ms),
    perSecond: middle((round) => round.perSecond),
    p99At16Ms: middle((round) => round.p99At16Ms),
    cpuUs: median(cpu),
    cpuUsRange: [Math.min(...cpu), Math.max(...cpu)],
    databaseUs: middle((round) => round.databaseUs),
    errors: rounds.reduce((sum, round) => sum + round.errors, 0),
    rounds,
  };
}

/** Every subject in every round, one after the other, so that a machine that drifts drifts for all. */
export async function measureWarm(subjects: readonly Subject[], plan: WarmPlan): Promise<WarmRow[]> {
  const rounds = new Map<Subject, Round[]>(subjects.map((subject) => [subject, []]));
  // Long enough for environments to start and code to be compiled; what refills behind it has a moment to end.
  for (const { warm } of subjects) await load(warm, 16, 2_000);
  await delay(1_500);
  for (let round = 0; round < plan.rounds; round += 1)
    for (const subject of subjects) rounds.get(subject)?.push(await measure(subject, plan));
  return subjects.map((subject) => toRow(subject.name, rounds.get(subject) ?? []));
}
