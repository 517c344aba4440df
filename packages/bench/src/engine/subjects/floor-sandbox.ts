import { readdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { startChild, stopChild } from "../machine/child.ts";
import { within } from "../machine/within.ts";
import { programFile } from "./program-file.ts";

export type Language = "node" | "python";

export interface FloorSandbox {
  /** Milliseconds of one start: `cold`, from a sandbox that waits (`pool`), or `count` at once (`storm`). */
  measure(kind: "cold" | "pool" | "storm", language: Language, count?: number): Promise<number>;
  /** PSS in MiB of each idle environment of the last storm. */
  idleMb(): number;
  stop(): Promise<void>;
}

const resultSchema = z.object({ ms: z.number(), mb: z.number().optional() });

/** The least that a first invocation can cost on this machine: bubblewrap and the bare language runtime. */
export function startFloorSandbox(folder: string): FloorSandbox {
  const python = readdirSync("/usr/bin").find((name) => /^python3\.\d+$/.test(name)) ?? "python3";
  const place = path.join(folder, "floor-sandbox");
  const args = [programFile("floor-sandbox.mjs"), place, process.execPath, path.join("/usr/bin", python)];
  const child = startChild({ command: process.execPath, args, talks: true });
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error("the sandbox floor has no pipes");
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  let lastMb = Number.NaN;
  return {
    async measure(kind, language, count = 1) {
      stdin.write(`${JSON.stringify({ kind, language, count })}\n`);
      const { value } = await within(20_000, `the sandbox floor (${kind}, ${language})`, lines.next());
      const { ms, mb = Number.NaN } = resultSchema.parse(JSON.parse(String(value)));
      lastMb = mb;
      return ms;
    },
    idleMb: () => lastMb,
    stop: () => stopChild(child),
  };
}
