import { createHash, randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import type { CodePart, TestRequest } from "../runners/test-request.ts";
import { runArtifact } from "./run-artifact.ts";

const zip = randomBytes(9 * 1024 * 1024);
const sha256 = createHash("sha256").update(zip).digest("hex");
const tenantId = "tenant:function:code";
const done = { status: "success", logs: [], durationMs: 1, maxMemoryMb: 1 } as const;
const request = {
  ...{ handler: "index.handler", event: {}, environment: {}, functionName: "f", correlationId: "c" },
  ...{ timeoutMs: 1000, memoryMb: 128 },
};

/** Execution environments as Lambda has them: who asks gets the one that was idle last, or a new one. */
function environments() {
  const idle: Map<number, Buffer>[] = [];
  const sizes: number[] = [];
  const ask = async (payload: TestRequest | CodePart): Promise<unknown> => {
    sizes.push(JSON.stringify(payload).length);
    const parts = idle.pop() ?? new Map<number, Buffer>();
    await setImmediate();
    if ("bytes" in payload) parts.set(payload.index, Buffer.from(payload.bytes, "base64"));
    idle.push(parts);
    const missing = [0, 1, 2].filter((index) => !parts.has(index));
    if ("bytes" in payload || missing.length > 0) return { missing };
    expect(Buffer.concat([0, 1, 2].flatMap((index) => parts.get(index) ?? [])).equals(zip)).toBe(true);
    return done;
  };
  return { ask, sizes, idle };
}

test("code that one request carries goes with it", async () => {
  const small = zip.subarray(0, 1024);
  const asked: unknown[] = [];
  const ask = async (payload: unknown) => {
    asked.push(payload);
    return done;
  };
  expect(await runArtifact(ask, { zip: small, sha256: "s", tenantId }, request)).toEqual(done);
  expect(asked).toEqual([{ ...request, artifact: small.toString("base64") }]);
});

test("larger code goes ahead in parts, each within Lambda's 6 MB, and the next test of it sends none", async () => {
  const { ask, sizes } = environments();
  expect(await runArtifact(ask, { zip, sha256, tenantId }, request)).toEqual(done);
  expect(sizes).toHaveLength(5);
  expect(Math.max(...sizes)).toBeLessThan(6 * 1024 * 1024);
  expect(await runArtifact(ask, { zip, sha256, tenantId }, request)).toEqual(done);
  expect(sizes).toHaveLength(6);
});

test("an environment that ends in between costs its parts once more", async () => {
  const { ask, idle } = environments();
  let asked = 0;
  const forgetful: typeof ask = (payload) => {
    asked += 1;
    if (asked === 3 || asked === 6) idle.length = 0;
    return ask(payload);
  };
  expect(await runArtifact(forgetful, { zip, sha256, tenantId }, request)).toEqual(done);
});

test("tests that start together are all run, and send the parts of few environments", async () => {
  const { ask, sizes } = environments();
  const runs = Array.from({ length: 8 }, () => runArtifact(ask, { zip, sha256, tenantId }, request));
  expect(await Promise.all(runs)).toEqual(Array.from({ length: 8 }, () => done));
  expect(sizes.filter((size) => size > 1_000_000).length).toBeLessThanOrEqual(3 * 8);
});

test("environments that forget everything are given up in words", async () => {
  const { ask, idle } = environments();
  const forgetful: typeof ask = (payload) => {
    idle.length = 0;
    return ask(payload);
  };
  await expect(runArtifact(forgetful, { zip, sha256, tenantId }, request)).rejects.toMatchObject({
    code: "upstream_failed",
    message: expect.stringContaining("Try again."),
  });
});
