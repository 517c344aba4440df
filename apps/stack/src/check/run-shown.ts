import { spawn } from "node:child_process";
import { env, root } from "../env.ts";
import { PlainError } from "../terminal.ts";

const signals = ["SIGTERM", "SIGHUP"] as const;

/** Runs a program of the repository with its output on the terminal; answers its exit code. */
export function runShown(
  program: string,
  args: readonly string[],
  extra: Record<string, string> = {},
): Promise<number> {
  return new Promise((done, fail) => {
    const environment = {
      PATH: env.PATH,
      HOME: env.HOME,
      LANG: "C.UTF-8",
      CI: "true",
      TURBO_TELEMETRY_DISABLED: "1",
      ...extra,
    };
    const child = spawn(program, [...args], { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: environment });
    // Ctrl-C reaches both; what is sent to this process alone goes on to the program, and ends the run.
    let ended: NodeJS.Signals | undefined;
    const goOn = (signal: NodeJS.Signals) => {
      ended = signal;
      child.kill(signal);
    };
    for (const signal of signals) process.once(signal, goOn);
    child.once("error", fail);
    child.once("exit", (code) => {
      for (const signal of signals) process.off(signal, goOn);
      if (ended === undefined) done(code ?? 1);
      else fail(new PlainError(`Ended by ${ended}.`));
    });
  });
}
