import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import type { CodePart, MissingParts, TestAnswer, TestRequest } from "../../test-request.ts";
import { joinParts, keepPart, missingParts } from "./kept-parts.ts";
import { runChild } from "./run-child.ts";
import { unpack } from "./unpack.ts";

/**
 * The test runner's handler. The tenant's code runs in a child process, so that an endless loop, an exit or too much
 * memory ends the child and is told by name. Each tenant, function and code has an execution environment of its own.
 */
export async function handler(request: TestRequest | CodePart): Promise<TestAnswer | MissingParts> {
  if ("bytes" in request) return keepPart(request);
  const { artifact } = request;
  if (typeof artifact === "string") return run(request, Buffer.from(artifact, "base64"));
  const zip = joinParts(artifact);
  return zip === null ? missingParts(artifact) : run(request, zip);
}

async function run(request: TestRequest, zip: Buffer): Promise<TestAnswer> {
  const folder = mkdtempSync("/tmp/test-");
  try {
    const task = path.join(folder, "task");
    await unpack(zip, task);
    const harness = path.join(import.meta.dirname, "harness.mjs");
    const memory = `--max-old-space-size=${Math.max(32, Math.floor(request.memoryMb * 0.9))}`;
    return await runChild(request, {
      task,
      command: process.execPath,
      args: [memory, "--enable-source-maps", harness],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
