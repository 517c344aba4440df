import { runProgram } from "../start/run-program.ts";
import { say, step } from "../terminal.ts";
import type { Counts } from "./counts.ts";
import { checkEnvironment } from "./environment.ts";

const environment = { ...checkEnvironment, DO_NOT_TRACK: "1" };

/** One check that looks at the code without running it: it counts as one test. */
export async function runStatic(title: string, program: string, args: readonly string[]): Promise<Counts> {
  try {
    await step(title, () => runProgram(program, args, environment));
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
