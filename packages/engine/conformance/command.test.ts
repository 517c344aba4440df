import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const command = path.join(import.meta.dirname, "../bin/annex-engine.mjs");
const dataDir = mkdtempSync(path.join(tmpdir(), "annex-command-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

function annexEngine(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("annex-engine", () => {
  test("--help tells every option and how to call the engine", () => {
    const { status, stdout, stderr } = annexEngine("--help");
    expect(status, stderr).toBe(0);
    for (const option of [
      "--data-dir",
      "--port",
      "--config",
      "--concurrency",
      "--egress-alias",
      "aws --endpoint-url",
    ]) {
      expect(stdout).toContain(option);
    }
  });

  test("init makes the account once, and leaves it as it is from then on", () => {
    expect(annexEngine("init", "--data-dir", dataDir)).toMatchObject({ status: 0 });
    expect(annexEngine("init", "--data-dir", dataDir)).toMatchObject({ status: 0 });
    expect(readdirSync(dataDir)).toEqual(["cell.json"]);
  });

  test.each([
    [["--prot", "1"], "Unknown option '--prot'"],
    [["--port", "x"], "engine: --port takes a number, not x."],
    [["start"], "engine: start is no command: annex-engine --help tells what there is."],
  ])("%j is refused in one clear line", (args, said) => {
    const { status, stderr } = annexEngine("--data-dir", dataDir, ...args);
    expect(status).toBe(1);
    expect(stderr).toContain(said);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
