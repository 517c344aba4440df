import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { benchmarks } from "./benchmarks.ts";

const program = path.join(import.meta.dirname, "main.ts");
const noStack = { PATH: process.env.PATH ?? "", ANNEX_STACK_FILE: "/nowhere/stack.json" };

/** Runs `pnpm bench …` where no stack runs. */
async function bench(...args: readonly string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const call = promisify(execFile)(process.execPath, [program, ...args], { env: noStack });
  return call.then(
    (said) => ({ code: 0, ...said }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

describe("pnpm bench", () => {
  it.each(Object.entries(benchmarks))("has a usage for %s that begins with its call", (name, { usage }) => {
    expect(usage).toMatch(new RegExp(`^pnpm bench ${name}\\b.*\\n\\n.`));
  });

  it("tells how a benchmark is called, and runs nothing", async () => {
    const said = await bench("lighthouse", "--help");
    expect(said).toEqual({ code: 0, stdout: `${benchmarks.lighthouse?.usage}\n`, stderr: "" });
  });

  it("names the benchmarks where the one that was asked for does not exist", async () => {
    expect(await bench("nothing")).toMatchObject({
      code: 1,
      stderr: `There is no benchmark nothing: ${Object.keys(benchmarks).join(", ")}.\n`,
    });
  });

  it.each(["editor", "lighthouse", "pages"])("%s says in one line that no stack runs", async (name) => {
    expect(await bench(name)).toMatchObject({
      code: 1,
      stderr:
        "No running stack is described at /nowhere/stack.json. Start one with npm start, or name its ANNEX_STACK_FILE.\n",
    });
  });
});
