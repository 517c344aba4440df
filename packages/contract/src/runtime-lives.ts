import type { Runtime } from "./languages.ts";
import type { RuntimeLife } from "./runtimes.ts";

/** Where the dates below are from, and the day on which they were read. */
export const runtimeLivesSource = {
  source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
  asOf: "2026-11-26",
} as const;

/** When each runtime that the platform offers ends in Lambda, the newest of a language first. */
export const runtimeLives: Readonly<Record<Runtime, RuntimeLife>> = {
  "nodejs24.x": {
    ...{ runtime: "nodejs24.x", label: "Node.js 24", deprecatedOn: "2028-04-30" },
    ...{ createBlockedOn: "2028-06-01", updateBlockedOn: "2028-07-01" },
  },
  "nodejs22.x": {
    ...{ runtime: "nodejs22.x", label: "Node.js 22", deprecatedOn: "2027-04-30" },
    ...{ createBlockedOn: "2027-06-01", updateBlockedOn: "2027-07-01" },
  },
  "python3.11": {
    ...{ runtime: "python3.11", label: "Python 3.11", deprecatedOn: "2027-06-30" },
    ...{ createBlockedOn: "2027-07-31", updateBlockedOn: "2027-08-31" },
  },
};

const language = (runtime: string) => runtime.replace(/[\d.x]+$/, "");

/** Runtimes of the same language that end later, the one that ends last first. */
export function successorsOf(runtime: Runtime): Runtime[] {
  const { deprecatedOn } = runtimeLives[runtime];
  return Object.values(runtimeLives)
    .filter((life) => language(life.runtime) === language(runtime) && life.deprecatedOn > deprecatedOn)
    .toSorted((a, b) => b.deprecatedOn.localeCompare(a.deprecatedOn))
    .map((life) => life.runtime);
}

const dayMs = 86_400_000;
const endingDays = 365;

/** Whole days until a runtime is deprecated, negative after it. */
export function daysLeftOf({ deprecatedOn }: RuntimeLife, now: Date): number {
  return Math.ceil((Date.parse(deprecatedOn) - now.getTime()) / dayMs);
}

/** Where a runtime is in its life; `ending` in its last year. */
export function phaseOf(
  life: RuntimeLife,
  now: Date,
): "supported" | "ending" | "deprecated" | "create_blocked" | "update_blocked" {
  const today = now.toISOString().slice(0, 10);
  if (today >= life.updateBlockedOn) return "update_blocked";
  if (today >= life.createBlockedOn) return "create_blocked";
  if (today >= life.deprecatedOn) return "deprecated";
  return daysLeftOf(life, now) <= endingDays ? "ending" : "supported";
}
