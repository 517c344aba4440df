import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import type { TestAnswer, TestRequest } from "../../test-request.ts";
import { runChild } from "./run-child.ts";
import { unpack } from "./unpack.ts";

/**
 * The test runner's handler. The tenant's code runs in a child process, so that an endless loop, an exit or too much
 * memory ends the child and is told by name. Each tenant, function and code has an execution environment of its own.
 */
export async function handler(request: TestRequest): Promise<TestAnswer> {
  const folder = mkdtempSync("/tmp/test-");
  try {
    const task = path.join(folder, "task");
    await unpack(Buffer.from(request.artifact, "base64"), task);
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
