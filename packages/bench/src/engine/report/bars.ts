import { type Results, rows } from "../results.ts";

/** One figure that was set for the engine. `value` is a ratio where `unit` is `x`. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly unit: "x" | "ms" | "MiB" | "us" | "/s";
  readonly bound: number;
  readonly isLower: boolean;
  readonly holds: boolean;
}

function bar(name: string, value: number, unit: Bar["unit"], sign: "≤" | "≥", bound: number): Bar {
  const isLower = sign === "≤";
  return { name, value, unit, bound, isLower, holds: isLower ? value <= bound : value >= bound };
}

function warmBars({ warm = [] }: Results): Bar[] {
  const of = (name: string) => warm.find((row) => row.name === name);
  const [engine, floor, offline] = [of(rows.engine), of(rows.floorEngine), of(rows.serverlessOffline)];
  if (!engine || !floor) return [];
  return [
    bar("warm: CPU of an invocation against the floor", engine.cpuUs / floor.cpuUs, "x", "≤", 1.75),
    bar("warm: p50 with one caller against the floor", engine.p50Ms / floor.p50Ms, "x", "≤", 1.25),
    bar("warm: throughput of 16 callers against the floor", engine.perSecond / floor.perSecond, "x", "≥", 0.6),
    bar("warm: p99 with 16 callers", engine.p99At16Ms, "ms", "≤", 15),
    ...(offline
      ? [bar("warm: throughput against serverless-offline", engine.perSecond / offline.perSecond, "x", "≥", 4)]
      : []),
  ];
}

const firstBounds = [
  ["first answer from the pool, Node, against its floor", rows.nodePool, rows.nodePoolFloor, 2.5],
  ["first answer from the pool, Node, against worker-loader", rows.nodePool, rows.workerLoader, 0.8],
  ["first answer with the pool empty, Node, against its floor", rows.nodeCold, rows.nodeColdFloor, 1.2],
  ["first answer with the pool empty against serverless-offline", rows.nodeCold, rows.serverlessOffline, 1],
  ["first answer with the pool empty against deno-http-worker", rows.nodeCold, rows.denoHttpWorker, 1],
  ["first answer from the pool, Python, against its floor", rows.pythonPool, rows.pythonPoolFloor, 2.5],
  ["first answer with the pool empty, Python, against its floor", rows.pythonCold, rows.pythonColdFloor, 1.2],
] as const;

function firstBars({ first = [] }: Results): Bar[] {
  const p50 = (name: string) => first.find((row) => row.name === name)?.p50Ms;
  const ratios = firstBounds.flatMap(([name, ours, theirs, bound]) => {
    const [value, anchor] = [p50(ours), p50(theirs)];
    return value === undefined || anchor === undefined ? [] : [bar(name, value / anchor, "x", "≤", bound)];
  });
  const upload = p50(rows.upload);
  return upload === undefined
    ? ratios
    : [...ratios, bar("upload of a zip to its first answer, p50", upload, "ms", "≤", 60)];
}

function stormBars({ storms = [] }: Results): Bar[] {
  return storms.flatMap(({ language, functions, engineMs, floorMs, idleMb }) => [
    bar(`${functions} new functions at once, ${language}, against the floor`, floorMs / engineMs, "x", "≥", 0.85),
    bar(`memory of an idle environment, ${language}`, idleMb, "MiB", "≤", language === "node" ? 9 : 6),
  ]);
}

function idleBars({ idle }: Results): Bar[] {
  if (!idle) return [];
  const thawMs = idle.thawedMs - idle.floorThawedMs - (idle.awakeMs - idle.floorAwakeMs);
  return [
    bar("CPU of frozen environments", idle.idleCpuUs, "us", "≤", 0),
    bar("what thawing adds to an invocation", thawMs, "ms", "≤", 0.5),
  ];
}

function acceptBars({ accept }: Results): Bar[] {
  if (!accept) return [];
  return [
    bar("asynchronous invocation accepted, p50", accept.p50Ms, "ms", "≤", 3),
    bar("asynchronous invocations accepted", accept.perSecond, "/s", "≥", 2_000),
  ];
}

/** The figures that were set for the engine, each with what this run found. */
export function judge(results: Results): Bar[] {
  return [warmBars, firstBars, stormBars, idleBars, acceptBars].flatMap((read) => read(results));
}
