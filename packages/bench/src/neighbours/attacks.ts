import type { BenchFunction } from "../data-plane/seed-tenants.ts";
import { nodeCode } from "../engine/subjects/subject.ts";

/** What tenant A does to its neighbour, as hard as it is let. */
export interface Attack {
  readonly name: string;
  /** Functions of A's that are called. */
  readonly functions: readonly BenchFunction[];
  /** Callers that call again as soon as they were answered, spread over the functions. */
  readonly callers: number;
}

/** So many that they fill every environment that a version may have. */
const environmentsOfVersion = 32;

const one = (name: string, code: string) => [{ name, code }];

export const attacks: readonly Attack[] = [
  {
    name: "spins in all its environments",
    functions: one("spin", "exports.handler = async () => { for (;;); };"),
    callers: environmentsOfVersion,
  },
  {
    name: "floods its log",
    functions: one("log", "exports.handler = async () => { for (;;) console.log('flood'); };"),
    callers: environmentsOfVersion,
  },
  {
    name: "storms cold starts",
    // Each start is of a new environment, for the one before ended in its first moment.
    functions: Array.from({ length: 16 }, (_, number) => ({ name: `cold-${number}`, code: "process.exit(1);" })),
    callers: environmentsOfVersion,
  },
  { name: "floods with short calls", functions: one("echo", nodeCode), callers: environmentsOfVersion },
];
