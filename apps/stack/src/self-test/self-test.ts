import { writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { SelfTest, SelfTestLine } from "@annex/contract";
import { createJobSender, getSelfTest, startSelfTest } from "@annex/control-plane";
import { createDb } from "@annex/db";
import { operatorUrl } from "../operator-url.ts";
import { PlainError } from "../terminal.ts";

const lookEveryMs = 250;
const longestMs = 10 * 60_000;
const ended = new Set<SelfTestLine["outcome"]>(["done", "denied", "open", "unknown"]);

function print({ area, attempt, outcome, happened, durationMs }: SelfTestLine): void {
  const took = durationMs === null ? "" : ` (${durationMs} ms)`;
  process.stdout.write(`${outcome.padEnd(8)} ${area}: ${attempt} → ${happened ?? ""}${took}\n`);
}

/** Prints each line as it ends, until what the self-test made is gone again. */
async function follow(load: () => Promise<SelfTest>): Promise<SelfTest> {
  let printed = 0;
  const deadline = Date.now() + longestMs;
  for (;;) {
    const found = await load();
    for (const line of found.lines.slice(printed)) {
      if (!ended.has(line.outcome)) break;
      print(line);
      printed += 1;
    }
    if (found.removedAt !== null) return found;
    if (Date.now() > deadline) throw new PlainError("The self-test did not end in ten minutes; see the worker's log.");
    await delay(lookEveryMs);
  }
}

/**
 * `annex self-test [report.json]`: runs the isolation self-test on the stack that runs here, and keeps its report.
 * @throws PlainError when something is open, or could not be attempted.
 */
export async function selfTest(report: string | undefined): Promise<void> {
  const url = operatorUrl();
  const db = createDb({ appUrl: url, operatorUrl: url, poolSize: 2 });
  const jobs = await createJobSender(url);
  try {
    const { id } = await startSelfTest({ principal: { actor: "system:command" }, db, jobs });
    const result = await follow(() => getSelfTest({ db }, { selfTestId: id }));
    if (report !== undefined) writeFileSync(report, `${JSON.stringify(result, null, 2)}\n`);
    const { state, denied, open, unknown } = result;
    const counts = `${denied} denied, ${open} open, ${unknown} not known`;
    if (state !== "passed") throw new PlainError(`The isolation self-test is ${state}: ${counts}.`);
    process.stdout.write(`The isolation self-test passed: ${counts}.\n`);
  } finally {
    await jobs.close();
    await db.close();
  }
}
