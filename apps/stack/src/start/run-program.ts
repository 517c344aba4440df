import { execFile } from "node:child_process";
import { root } from "../env.ts";
import { PlainError } from "../terminal.ts";

/**
 * Runs a program of the repository to its end.
 * @throws PlainError with the end of its output when it fails.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  environment: Record<string, string>,
  cwd = root,
): Promise<void> {
  return new Promise((done, fail) => {
    execFile(program, [...args], { cwd, env: environment, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (!error) return done();
      const lines = `${stdout}${stderr || error.message}`.trimEnd().split("\n").slice(-40).join("\n");
      fail(new PlainError(`${program} ${args.join(" ")} failed:\n${lines}`, { cause: error }));
    });
  });
}
