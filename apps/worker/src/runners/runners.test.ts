import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Runtime } from "@annex/contract";
import { makeZip, type ZipFile } from "@annex/control-plane/zip";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "./builder/function/bundle.ts";
import { nodeTestFiles, pythonTestFiles } from "./bundle-runner.ts";
import { testAnswerSchema } from "./test-request.ts";

const folder = mkdtempSync(path.join(tmpdir(), "annex-runners-"));
let runNode: (request: unknown) => Promise<unknown>;

beforeAll(async () => {
  for (const { path: name, bytes } of [...(await nodeTestFiles()), ...pythonTestFiles()])
    writeFileSync(path.join(folder, name), bytes);
  writeFileSync(path.join(folder, "package.json"), '{"type":"module"}');
  mkdirSync(path.join(folder, "node_modules"));
  runNode = (await import(pathToFileURL(path.join(folder, "index.mjs")).href)).handler;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Draft {
  readonly files: Readonly<Record<string, string>>;
  readonly handler?: string;
  readonly runtime?: Runtime;
}

const sources = {
  ...{ npmRegistry: "http://npm.test", pythonIndex: "http://index.test", pythonFiles: [], extraCa: null },
};

function build({ files, handler = "src/index.handler", runtime = "nodejs24.x" }: Draft) {
  const list = Object.entries(files).map(([file, content]) => ({ path: file, content }));
  const common = { packages: [], kept: {}, asOf: null, layerPackages: [], sources };
  return bundle({ ...common, language: "typescript", files: list, handler, runtime }, "/tmp/packages");
}

async function built(files: Readonly<Record<string, string>>): Promise<ZipFile[]> {
  const answer = await build({ files });
  expect(answer.diagnostics).toEqual([]);
  return (answer.files ?? []).map(({ path: file, gzip }) => ({
    path: file,
    bytes: gunzipSync(Buffer.from(gzip, "base64")),
  }));
}

async function requestFor(files: readonly ZipFile[], handler: string, more: object) {
  const artifact = (await makeZip(files)).toString("base64");
  const defaults = { event: {}, environment: {}, timeoutMs: 3000, memoryMb: 128, functionName: "f" };
  return { artifact, handler, correlationId: "test-correlation", ...defaults, ...more };
}

async function runTypeScript(source: string | Readonly<Record<string, string>>, more: object = {}) {
  const files = await built(typeof source === "string" ? { "src/index.ts": source } : source);
  return testAnswerSchema.parse(await runNode(await requestFor(files, "src/index.handler", more)));
}

async function runPython(source: string, more: object = {}) {
  const files = [{ path: "main.py", bytes: Buffer.from(source) }];
  const input = JSON.stringify(await requestFor(files, "main.handler", more));
  const script = "import json,sys,runner;print(json.dumps(runner.handler(json.load(sys.stdin),None)))";
  return testAnswerSchema.parse(JSON.parse(execFileSync("python3", ["-c", script], { cwd: folder, input }).toString()));
}

describe("the builder", () => {
  test("names file, line and column of code that does not parse", async () => {
    const { files, diagnostics } = await build({
      files: { "src/index.ts": "export const handler = () => {\n  return +;\n};" },
    });
    expect(files).toBeNull();
    expect(diagnostics).toMatchObject([
      { source: "build", severity: "error", message: 'Unexpected ";"', file: "src/index.ts", line: 2, column: 11 },
    ]);
  });

  test.each([
    ["import x from '/etc/passwd'", "/etc/passwd cannot be imported. Import your own files by a relative path."],
    ["import x from '../../../etc/passwd'", "There is no file etc/passwd to import"],
    [
      "import x from 'file:///etc/passwd'",
      "file:///etc/passwd cannot be imported. Import your own files by a relative path.",
    ],
    [
      "import x from 'lodash/fp'",
      "The package lodash is not among the function's packages. Add it in Settings, Packages.",
    ],
    ["import x from './score.ts'", "There is no file src/score.ts to import"],
  ])("refuses %s", async (source, message) => {
    const { files, diagnostics } = await build({
      files: { "src/index.ts": `${source}; export const handler = () => x;` },
    });
    expect(files).toBeNull();
    expect(diagnostics[0]).toMatchObject({ message, file: "src/index.ts", line: 1 });
  });

  test("gives the same bytes for the same files", async () => {
    const files = { "src/index.ts": "export const handler = () => 1" };
    expect(await makeZip(await built(files))).toEqual(await makeZip(await built(files)));
  });

  test("puts no path of the building machine into the artifact", async () => {
    const text = (await built({ "src/index.ts": "export const handler = () => 1" }))
      .map(({ bytes }) => Buffer.from(bytes).toString())
      .join();
    expect(text).not.toMatch(/\/tmp|\/home|\/var/);
  });
});

describe("the Node.js test runner", () => {
  test("returns the output, the logs with their levels, duration and memory", async () => {
    const answer = await runTypeScript(
      {
        "src/index.ts": `import { twice } from "./twice.js"; export const handler = async (e: { n: number }) => { console.log("got", e); console.warn("w"); return { n: twice(e.n), stage: process.env.STAGE }; };`,
        "src/twice.ts": "export const twice = (n: number): number => n * 2;",
      },
      { event: { n: 21 }, environment: { STAGE: "dev" } },
    );
    expect(answer).toMatchObject({ status: "success", output: { n: 42, stage: "dev" } });
    expect(answer.logs).toMatchObject([
      { level: "info", message: "got { n: 21 }" },
      { level: "warn", message: "w" },
    ]);
    expect(answer.maxMemoryMb).toBeGreaterThan(10);
  });

  test("shows an error with the tenant's own lines", async () => {
    const source =
      "interface E { n: number }\n\nexport const handler = async (e: E) => {\n  throw new TypeError('no ' + e.n);\n};";
    const answer = await runTypeScript(source, { event: { n: 1 } });
    expect(answer).toMatchObject({ status: "function_error", error: { type: "TypeError", message: "no 1" } });
    expect(answer.error?.stack[0]).toMatch(/src\/index\.ts:4:9/);
  });

  test.each([
    [
      "an endless loop",
      "for (;;);",
      { status: "timeout", error: { type: "Sandbox.Timedout", message: "Task timed out after 1.00 seconds" } },
    ],
    [
      "an exit",
      "console.log('bye'); process.exit(3);",
      {
        status: "function_error",
        logs: [{ message: "bye" }],
        error: {
          type: "Runtime.ExitError",
          message: "The function ended its own process (error: exit status 3). Return a result instead.",
        },
      },
    ],
    [
      "too much memory",
      "const a = []; for (;;) a.push(new Array(100000).fill(Math.random()));",
      { status: "out_of_memory", error: { type: "Runtime.OutOfMemory" } },
    ],
    [
      "too much memory outside of the heap",
      "const a = []; for (;;) a.push(Buffer.alloc(1e7, 1));",
      { status: "out_of_memory" },
    ],
    [
      "a rejection that nobody handles",
      "Promise.reject(new Error('lost')); await new Promise((done) => setTimeout(done, 500));",
      { status: "function_error", error: { message: "lost" } },
    ],
  ])("names %s", async (_, body, expected) => {
    const answer = await runTypeScript(`export const handler = async (): Promise<unknown> => { ${body} };`, {
      timeoutMs: 1000,
    });
    expect(answer).toMatchObject(expected);
  });

  test("says that the handler is not there", async () => {
    const answer = await runTypeScript("export const other = 1;");
    expect(answer.error).toMatchObject({
      type: "Runtime.HandlerNotFound",
      message: "src/index.handler is undefined or not exported",
    });
  });
});

describe("the Python test runner", () => {
  test("returns the output and the logs", async () => {
    const answer = await runPython(
      "import logging\ndef handler(event, context):\n  print('hi')\n  logging.warning('w')\n  return {'n': event['n'] * 2}",
      { event: { n: 21 } },
    );
    expect(answer).toMatchObject({ status: "success", output: { n: 42 } });
    expect(answer.logs.map(({ level, message }) => `${level} ${message}`).sort()).toEqual(["info hi", "warn w"]);
  });

  test.each([
    [
      "an error, with the tenant's own lines",
      "\ndef handler(event, context):\n  raise ValueError('no')",
      {
        status: "function_error",
        error: { type: "ValueError", message: "no", stack: ["main.py:3 in handler: raise ValueError('no')"] },
      },
    ],
    [
      "a result that is no JSON",
      "def handler(e, c):\n  return {'score': float('nan')}",
      {
        status: "function_error",
        error: {
          type: "Runtime.MarshalError",
          message: "Unable to marshal response: Out of range float values are not JSON compliant",
        },
      },
    ],
    [
      "a decimal",
      "from decimal import Decimal\ndef handler(e, c):\n  return {'total': Decimal('1.5')}",
      { status: "success", output: { total: 1.5 } },
    ],
    ["an endless loop", "def handler(e, c):\n  while True: pass", { status: "timeout" }],
    [
      "an exit",
      "import os\ndef handler(e, c): os._exit(2)",
      { status: "function_error", error: { type: "Runtime.ExitError" } },
    ],
    [
      "too much memory",
      "def handler(e, c):\n  a = []\n  while True: a.append(bytearray(10_000_000))",
      { status: "out_of_memory" },
    ],
    ["a missing handler", "x = 1", { status: "function_error", error: { type: "Runtime.HandlerNotFound" } }],
  ])("names %s", async (_, source, expected) => {
    expect(await runPython(source, { timeoutMs: 1000 })).toMatchObject(expected);
  });

  test("names file and line of code that does not parse", () => {
    const script = "import json,sys,runner;print(json.dumps(runner.handler(json.load(sys.stdin),None)))";
    const input = JSON.stringify({ check: [{ path: "main.py", content: "def handler(e, c):\n  return (" }] });
    const answer = JSON.parse(execFileSync("python3", ["-c", script], { cwd: folder, input }).toString());
    expect(answer.diagnostics).toMatchObject([
      { file: "main.py", line: 2, severity: "error", message: "'(' was never closed" },
    ]);
  });
});
