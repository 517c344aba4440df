import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { startChild } from "../engine/machine/child.ts";
import type { WireRequest } from "../engine/machine/load.ts";
import type { RunningAttack } from "./attack-load.ts";

const program = path.join(import.meta.dirname, "programs/attackers.mjs");

/** The same as `startAttack`, in another process: the callers of two tenants share no thread either. */
export function startAttackers(requests: readonly WireRequest[], callers: number): RunningAttack {
  const child = startChild({ command: process.execPath, args: ["--no-warnings", program], talks: true });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error("the attackers' process has no pipes");
  const exited = once(child, "exit");
  let answered = 0;
  createInterface({ input: stdout }).on("line", (line) => {
    answered = Number(line);
  });
  const wire = requests.map(({ port, bytes }) => ({ port, bytes: bytes.toString("base64") }));
  stdin.write(`${JSON.stringify({ requests: wire, callers })}\n`);
  return {
    answers: () => answered,
    async end() {
      stdin.end();
      const [code] = await exited;
      // A neighbour whom nobody attacks would have fine figures.
      if (code !== 0) throw new Error(`the attackers' process ended with ${code}`);
    },
  };
}
