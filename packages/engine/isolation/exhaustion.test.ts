import { afterAll, beforeAll, expect, it } from "vitest";
import { type ExecutionFixture, startExecution } from "../src/execution/testing/execution-fixture.ts";

let fixture: ExecutionFixture;
let neighbourAnswers: () => Promise<void>;
beforeAll(async () => {
  fixture = await startExecution();
  const neighbour = fixture.define("export const handler = async (event) => event;");
  neighbourAnswers = async () => expect((await fixture.run(neighbour, "still here")).output).toBe("still here");
  await neighbourAnswers();
});
afterAll(() => fixture.stop());

it("bounds a fork bomb", async () => {
  const text = `
import os, time
def handler(event, context):
    made = 0
    try:
        for _ in range(2000):
            if os.fork() == 0:
                time.sleep(30)
                os._exit(0)
            made += 1
    except OSError as error:
        return [made, error.errno]
`;
  const hostile = fixture.run(fixture.definePython(text, { timeoutMs: 25_000 }));
  await neighbourAnswers();
  const { output } = await hostile;
  expect(output).toEqual([expect.any(Number), 11]);
  expect(Array.isArray(output) && output[0]).toBeLessThan(256);
});

it("ends a memory bomb, of child processes too", async () => {
  const text = `import { spawnSync } from "node:child_process"; export const handler = async () => spawnSync(process.execPath, ["-e", "const a = []; for (;;) a.push(Buffer.alloc(1e6, 1))"]).signal;`;
  const hostile = fixture.run(fixture.define(text, { timeoutMs: 25_000 }));
  await neighbourAnswers();
  const answer = await hostile;
  expect(JSON.stringify(answer.output)).toMatch(/SIGKILL|signal: killed/);
});

it("bounds /tmp by the function's size", async () => {
  const text = `import fs from "node:fs"; export const handler = async () => { const fd = fs.openSync("/tmp/big", "w"); const block = Buffer.alloc(1 << 20); let written = 0;
    try { for (;;) written += fs.writeSync(fd, block); } catch (error) { return [error.code, written >> 20]; } };`;
  const { output } = await fixture.run(fixture.define(text, { ephemeralStorageMb: 64 }));
  expect(output).toEqual(["ENOSPC", 64]);
});

it("bounds open files", async () => {
  const text = `import fs from "node:fs"; export const handler = async () => { try { for (;;) fs.openSync("/dev/null", "r"); } catch (error) { return error.code; } };`;
  expect((await fixture.run(fixture.define(text))).output).toBe("EMFILE");
});

it("bounds the log, and says that it did", async () => {
  const text = `export const handler = async () => { for (let i = 0; i < 30_000; i++) console.log("x".repeat(200)); return "ok"; };`;
  const hostile = fixture.run(fixture.define(text, { timeoutMs: 25_000 }));
  await neighbourAnswers();
  const answer = await hostile;
  expect(answer.output).toBe("ok");
  expect(answer.logs.length).toBeLessThan(10_100);
  expect(answer.platformLines.join("\n")).toMatch(/LOG_LIMIT \d+ lines dropped/);
});

it("keeps all of a large log that is within the bounds, and what comes after the answer harms nobody's", async () => {
  const text = `let later = ""; export const handler = async (event) => { for (let i = 0; i < event.lines; i++) console.log(i + "x".repeat(300)); setTimeout(() => process.stdout.write("late and later still\\n".repeat(1_000)), 0); return later; };`;
  const spec = fixture.define(text, { timeoutMs: 25_000 });
  for (const lines of [5_000, 1, 5_000, 1]) {
    const { functionLines } = await fixture.run(spec, { lines });
    expect(functionLines.filter((line) => line.includes("x".repeat(300))).length).toBe(lines);
  }
});
