import { spawn } from "node:child_process";
import { env, root } from "../env.ts";

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
    child.once("error", fail);
    child.once("exit", (code) => done(code ?? 1));
  });
}
