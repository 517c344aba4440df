import path from "node:path";
import { parseArgs } from "node:util";
import { type PeerName, peerNames } from "./subjects/install-peers.ts";

export const sections = ["warm", "idle", "first", "accept", "storm", "start"] as const;
export type Section = (typeof sections)[number];

export interface Options {
  readonly only: ReadonlySet<Section>;
  readonly rounds: number;
  readonly secondsAt1: number;
  readonly secondsAt16: number;
  readonly firstInvocations: number;
  readonly stormRounds: number;
  readonly storedFunctions: number;
  readonly peers: readonly PeerName[];
  readonly jsonFile: string;
}

export const usage = `pnpm bench engine [--quick] [--no-peers] [--only SECTION,…] [--json FILE]

Measures the engine beside floors and peers in one run and says which of the set figures hold.
  --quick      fewer rounds and smaller numbers: about a minute, for a look while working
  --no-peers   the engine and the floors only: nothing is installed
  --only …     some of the sections: ${sections.join(", ")}
  --json FILE  where the figures go as JSON (engine-bench.json in the folder of the call)`;

function parseSection(name: string): Section {
  const found = sections.find((section) => section === name);
  if (found === undefined) throw new Error(`There is no section ${name}: ${sections.join(", ")}.`);
  return found;
}

/** @throws on a flag that is not known. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      "no-peers": { type: "boolean", default: false },
      only: { type: "string", default: sections.join(",") },
      json: { type: "string", default: "engine-bench.json" },
    },
  });
  const sizes = values.quick
    ? { rounds: 2, secondsAt1: 0.5, secondsAt16: 1, firstInvocations: 6, stormRounds: 1, storedFunctions: 500 }
    : { rounds: 5, secondsAt1: 1, secondsAt16: 2, firstInvocations: 30, stormRounds: 3, storedFunctions: 5_000 };
  const only = new Set(values.only.split(",").map(parseSection));
  return { ...sizes, only, peers: values["no-peers"] ? [] : peerNames, jsonFile: path.resolve(values.json) };
}
