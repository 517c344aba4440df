import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { runShown } from "./run-shown.ts";

const module = path.join(import.meta.dirname, "run-shown.ts");

/** A program that starts one that goes on, whatever it is told, and says its pid in `file`; then it ends or goes on. */
const programOf = (file: string, goesOn: boolean) => `
  const { spawn } = require("node:child_process");
  const lasting = "process.on('SIGTERM', () => {}); process.on('SIGINT', () => {}); setInterval(() => {}, 1e6)";
  const { pid } = spawn(process.execPath, ["-e", lasting], { stdio: "ignore" });
  require("node:fs").writeFileSync(${JSON.stringify(file)}, String(pid));
  ${goesOn ? "setInterval(() => {}, 1e6)" : "process.exit(7)"};`;

function pidFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "annex-run-shown-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return path.join(folder, "pid");
}

function runs(file: string): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${readFileSync(file, "utf8")}/status`, "utf8"));
  } catch {
    return false;
  }
}

test("what a program leaves behind is ended with it, and its exit code is told", async () => {
  const file = pidFile();
  expect(await runShown(process.execPath, ["-e", programOf(file, false)], {}, 100)).toBe(7);
  expect(readFileSync(file, "utf8")).toMatch(/^\d+$/);
  expect(runs(file)).toBe(false);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s ends the program and what it started", async (signal) => {
  const file = pidFile();
  const runner = `
    const { runShown } = await import(${JSON.stringify(module)});
    await runShown(process.execPath, ["-e", ${JSON.stringify(programOf(file, true))}], {}, 100).catch(({ message }) => {
      console.log(message);
      process.exit(3);
    });`;
  const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", runner];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const said: string[] = [];
  child.stdout.on("data", (chunk) => said.push(String(chunk)));
  await vi.waitFor(() => expect(runs(file)).toBe(true), { timeout: 20_000, interval: 50 });
  child.kill(signal);
  expect(await once(child, "close")).toEqual([3, null]);
  expect(said.join("")).toBe(`Ended by ${signal}.\n`);
  expect(runs(file)).toBe(false);
});
