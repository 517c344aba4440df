import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateFunctionCommand, InvokeCommand, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { descendantsOf, isRunning } from "../src/execution/testing/processes.ts";
import { zipOf } from "./fixture.ts";
import { startProcess } from "./process-fixture.ts";

const engine = path.join(import.meta.dirname, "..");
const require = createRequire(path.join(engine, "package.json"));
const place = mkdtempSync(path.join(tmpdir(), "annex-package-"));
const modules = path.join(place, "node_modules");
const installed = path.join(modules, "@annex/engine");
const folderOf = (name: string) => path.dirname(require.resolve(`${name}/package.json`));

const older = path.join(folderOf(`node22-linux-${process.arch}`), "bin/node");
const command = [older, path.join(installed, "bin/annex-engine.mjs")];

/** As a package manager lays it out: what `files` of package.json names, and what it depends on. */
beforeAll(() => {
  mkdirSync(installed, { recursive: true });
  cpSync(path.join(engine, "package.json"), path.join(installed, "package.json"));
  cpSync(path.join(engine, "bin"), path.join(installed, "bin"), { recursive: true });
  execFileSync(process.execPath, [path.join(engine, "pack.mjs"), path.join(installed, "dist")]);
  for (const name of ["zod", "yauzl", `node24-linux-${process.arch}`, `node22-linux-${process.arch}`])
    symlinkSync(folderOf(name), path.join(modules, name));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

test("installed as a package, below node_modules and on an older Node.js, it runs functions and ends cleanly", async () => {
  const running = await startProcess(path.join(place, "data"), command);
  const lambda = running.lambda();
  try {
    const FunctionName = "packed";
    await lambda.send(
      new CreateFunctionCommand({
        ...{ FunctionName, Role: running.role, Runtime: "nodejs24.x", Handler: "index.handler" },
        Code: { ZipFile: await zipOf({ "index.mjs": "export const handler = async ({ who }) => ({ hello: who });" }) },
      }),
    );
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 20 }, { FunctionName });
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{"who":"package"}' }));
    expect(Payload?.transformToString()).toBe('{"hello":"package"}');
    expect(await running.end("SIGTERM")).toBe(0);
  } finally {
    lambda.destroy();
    await running.end("SIGKILL");
  }
});

test("an engine whose command was killed ends as well, with all that it started", async () => {
  const killed = await startProcess(path.join(place, "killed"), command);
  const started = descendantsOf(killed.child.pid ?? 0);
  expect(started).not.toEqual([]);
  await killed.end("SIGKILL");
  await expect.poll(() => started.filter(isRunning), { timeout: 20_000 }).toEqual([]);
  await expect(fetch(killed.url)).rejects.toThrow();
});
