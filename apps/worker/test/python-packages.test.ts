import { randomBytes } from "node:crypto";
import { createInvokers, type Invokers } from "@annex/aws";
import type { DraftContent, Package } from "@annex/contract";
import { publishRelease, saveDraft } from "@annex/control-plane";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deploy, draftOf, ended, type Platform, startPlatform, tryDraft } from "./start-platform.ts";
import { type PythonFile, type PythonIndex, startPythonIndex } from "./start-python-index.ts";

/** A wheel that would leave the folder it is unpacked to: the names are as long as those that were packed. */
const leadsOut = (wheel: Buffer) => Buffer.from(wheel.toString("latin1").replaceAll("aa/evil", "../evil"), "latin1");

const offered: readonly PythonFile[] = [
  {
    ...{
      name: "greeting-lib",
      version: "1.2.0",
      needs: ["words>=1; python_version >= '3.8'", "nothing; extra == 'x'"],
    },
    files: {
      "greeting_lib/__init__.py": "from words import word\n\ndef greet(name):\n    return f'{word} {name}'\n",
      "greeting_lib-1.2.0.data/purelib/beside.py": "side = 'beside'\n",
      "greeting_lib-1.2.0.data/scripts/greet": "#!python\nraise SystemExit\n",
    },
  },
  {
    name: "words",
    version: "1.5",
    tag: "cp311-cp311-manylinux_2_17_x86_64.manylinux_2_17_aarch64",
    files: { "words.py": "word = 'for this machine'\n" },
  },
  { name: "words", version: "1.5", files: { "words.py": "word = 'for any'\n" } },
  { name: "words", version: "2.0", tag: "sdist" },
  {
    name: "heavy",
    version: "1.0",
    files: {
      "heavy/data.bin": randomBytes(9 * 1024 * 1024),
      "heavy/__init__.py": "import os\nsize = os.path.getsize(os.path.join(os.path.dirname(__file__), 'data.bin'))\n",
    },
  },
  { name: "only-source", version: "1.0", tag: "sdist" },
  { name: "leads-out", version: "1.0", files: { "aa/evil.py": "x = 1" }, spoil: leadsOut },
  { name: "linked", version: "1.0", link: ["linked/passwd", "/etc/passwd"] },
  { name: "bomb", version: "1.0", files: { "bomb.bin": Buffer.alloc(40 * 1024 * 1024) } },
  { name: "another", version: "1.0", files: { "another.py": "x = 1" }, sha256: "0".repeat(64) },
  { name: "hides", version: "1.0", files: { "main.py": "def handler(event, context): return {}" } },
];

let index: PythonIndex;
let platform: Platform;
let invokers: Invokers;
beforeAll(async () => {
  index = await startPythonIndex(offered, { filesAt: "http://files.test.internal" });
  const here = `127.0.0.1:${index.port}`;
  platform = await startPlatform({ aliases: { "index.test.internal:80": here, "files.test.internal:80": here } });
  invokers = createInvokers({ credentials: platform.engine.keyOf("annex-data-plane") });
});
afterAll(async () => {
  invokers.close();
  await platform.close();
  await index.close();
});

function python(source: string, packages: readonly Package[]): DraftContent {
  const files = [{ path: "main.py", content: source }];
  return draftOf("", {
    ...{ source: { kind: "files", files }, language: "python", runtime: "python3.11", handler: "main.handler" },
    packages: [...packages],
  });
}

const greeter = python(
  "from greeting_lib import greet\nfrom beside import side\n\ndef handler(event, context):\n    return {'note': greet(side)}\n",
  [{ name: "greeting-lib", version: "1.2.0" }],
);

async function answerOf(name: string): Promise<unknown> {
  const { fresh, cell, tenant } = platform;
  const { lambdaName } = await fresh.db.operator.function.findFirstOrThrow({ where: { name } });
  const invoker = await invokers.forTenant(cell, tenant);
  const call = { functionName: lambdaName, qualifier: "live", payload: "{}", custom: {} };
  return JSON.parse((await invoker.invoke({ ...call, signal: AbortSignal.timeout(20_000) })).payload);
}

test("wheels and what they need are there for the test and the function, locked by version and checksum", async () => {
  const { ctx, fresh } = platform;
  expect(await tryDraft(ctx, greeter)).toMatchObject({
    ...{ status: "success", output: { note: "for this machine beside" }, diagnostics: [] },
    codeBytes: expect.any(Number),
  });
  const deployment = await ended(ctx, "greeter", await deploy(ctx, "greeter", greeter));
  expect(deployment.failure).toBeNull();
  expect(deployment.steps[0]?.detail).toMatch(/^1 file and 2 packages, \d+ kB$/);
  expect(await answerOf("greeter")).toEqual({ note: "for this machine beside" });
  const { liveRelease } = await fresh.db.operator.function.findFirstOrThrow({
    where: { name: "greeter" },
    include: { liveRelease: true },
  });
  expect(liveRelease?.packageLock).toEqual({
    "greeting-lib": expect.stringMatching(/^1\.2\.0 sha256:[0-9a-f]{64}$/),
    words: expect.stringMatching(/^1\.5 sha256:[0-9a-f]{64}$/),
  });
  expect(index.asked.filter((url) => url.includes("/nothing/"))).toEqual([]);
}, 60_000);

test("packages of more than one answer of the builder come in parts, and go in parts to where a draft is tested", async () => {
  const { ctx } = platform;
  const source = "import heavy\n\ndef handler(event, context):\n    return {'note': str(heavy.size)}\n";
  const content = python(source, [{ name: "heavy", version: "1.0" }]);
  expect(await tryDraft(ctx, content)).toMatchObject({ status: "success", output: { note: String(9 * 1024 * 1024) } });
  const deployment = await ended(ctx, "heavy", await deploy(ctx, "heavy", content));
  expect(deployment.failure).toBeNull();
  expect(await answerOf("heavy")).toEqual({ note: String(9 * 1024 * 1024) });
}, 60_000);

test.each([
  ["only-source", "only-source 1.0 has no wheel that runs without compiling for Python 3.11 on Linux"],
  ["leads-out", "leads_out-1.0-py3-none-any.whl is not taken: a path leads out of it"],
  ["linked", "linked-1.0-py3-none-any.whl holds a symbolic link, linked/passwd: it is not taken."],
  ["bomb", "bomb-1.0-py3-none-any.whl unpacks to more than is taken"],
  ["another", "another-1.0-py3-none-any.whl is not what the package index says it is"],
  ["hides", "Your file main.py is one of hides too. Rename it."],
])("%s is refused in words, and nothing is deployed", async (name, message) => {
  const { ctx } = platform;
  const content = python("def handler(event, context):\n    return {}\n", [{ name, version: "1.0" }]);
  const result = await tryDraft(ctx, content);
  expect(result).toMatchObject({
    status: "build_failed",
    diagnostics: [{ source: "packages", severity: "error", message: expect.stringContaining(message) }],
  });
});

test("a draft that names no exact version is not published, and its test says why", async () => {
  const { ctx } = platform;
  const content = python("def handler(event, context):\n    return {}\n", [{ name: "@scope/thing", version: "1.0.0" }]);
  const { revision } = await saveDraft(ctx, { functionName: "try-out", content, revision: 1 });
  await expect(publishRelease(ctx, { functionName: "try-out", revision })).rejects.toMatchObject({
    code: "invalid_request",
    errors: [{ path: "packages.0", message: "@scope/thing is no Python package's name." }],
  });
  expect(await tryDraft(ctx, content)).toMatchObject({ status: "build_failed" });
});
