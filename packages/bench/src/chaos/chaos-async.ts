import { parseArgs } from "node:util";
import { runChaos } from "./run-chaos.ts";

/** `pnpm bench chaos-async`: kill -9 of every process at random during asynchronous invocations with keys. */
export async function chaosAsync(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: { type: "string", default: "10000" },
      "kill-every-ms": { type: "string", default: "4000" },
      kills: { type: "string", default: "6" },
    },
  });
  const report = await runChaos({
    count: Number(values.count),
    atOnce: 16,
    killEveryMs: Number(values["kill-every-ms"]),
    killsOfEach: Number(values.kills),
    say: (line) => process.stdout.write(`${line}\n`),
  });
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  const isWhole = report.lost.length + report.wrong.length + report.twice.length === 0;
  process.stdout.write(isWhole ? "Each has exactly one outcome; none is lost.\n" : "NOT whole.\n");
  process.exitCode = isWhole ? 0 : 1;
}
