import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const context = `{ awsRequestId: "req-1", clientContext: { custom: { correlationId: "corr-12345" } } }`;

/** What a program that uses the logger prints. */
function printed(program: string): { out: string[]; err: string[] } {
  const source = `import { logger } from ${JSON.stringify(new URL("./logger.ts", import.meta.url).href)};\n${program}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", source], {
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  return { out: stdout.trim().split("\n"), err: stderr.trim().split("\n") };
}

it("writes one JSON line with level, message, IDs and fields", () => {
  const { out, err } = printed(`const log = logger(${context});
    log.info("two\\nlines", { total: 5n });
    log.error("failed", { error: new RangeError("no") });`);
  expect(out.map((line) => JSON.parse(line))).toEqual([
    { total: "5", level: "info", message: "two\nlines", correlationId: "corr-12345", requestId: "req-1" },
  ]);
  expect(JSON.parse(err[0] ?? "")).toMatchObject({ level: "error", error: { name: "RangeError", message: "no" } });
});

it("never throws, whatever the fields are, and lets no field overwrite the message", () => {
  const { out } = printed(`const log = logger({}); const loop = {}; loop.self = loop;
    log.info("loop", { loop });
    log.info("kept", { message: "other", level: "fatal" });`);
  expect(out.map((line) => JSON.parse(line))).toMatchObject([
    { level: "info", message: "loop" },
    { level: "info", message: "kept" },
  ]);
});
