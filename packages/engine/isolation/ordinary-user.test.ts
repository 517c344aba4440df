import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";

const fixtureModule = fileURLToPath(new URL("../src/execution/testing/execution-fixture.ts", import.meta.url));
const nobody = "65534";

/** A runtime of the function's own that answers its first event. */
const ownRuntime = `#!/bin/bash
exec 5<>/dev/tcp/127.0.0.1/9001
printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\n\\r\\n' >&5
while read -r line; do case $line in *equest-Id:*) id=\${line#*: };; esac; [ \${#line} -lt 2 ] && break; done <&5
printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\\r\\nContent-Length: 5\\r\\n\\r\\n"own"' \${id%?} >&5
sleep 5`;

// Another user has to be able to read this checkout, and only root may become one.
const unable = process.getuid?.() !== 0 || !readableByNobody();

it.skipIf(unable)("an engine without root confines functions too, by other limits", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "annex-user-"));
  chmodSync(dataDir, 0o777);
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const script = `const { startExecution } = await import(${JSON.stringify(fixtureModule)});
    const fixture = await startExecution({ dataDir: ${JSON.stringify(join(dataDir, "data"))} });
    const run = async (text, options = {}) => (await fixture.run(fixture.define(text, options))).output;
    const echo = await run("export const handler = async () => process.getuid()");
    const bomb = await run("export const handler = async () => { const all = []; for (;;) { all.push(Buffer.alloc(1_000_000, 1)); await 0; } }");
    const spins = await run("export const handler = async () => { for (;;); }", { timeoutMs: 300 });
    const root = await run("import fs from 'node:fs'; export const handler = async () => fs.existsSync('/root')");
    const bootstrap = ${JSON.stringify(ownRuntime)};
    const own = await run({ bootstrap }, { runtime: "provided.al2023" });
    const report = fixture.execution.isolation();
    await fixture.stop();
    console.log(JSON.stringify({ own, echo, bomb: bomb.errorType, spins: spins.errorType, root, sandbox: report.sandbox, cgroups: report.cgroups, freeze: report.limits.freeze }));`;
  const args = [
    "--reuid",
    nobody,
    "--regid",
    nobody,
    "--clear-groups",
    realpathSync(process.execPath),
    "--input-type=module",
    "-e",
    script,
  ];
  const printed = execFileSync("setpriv", args, { encoding: "utf8", env: { PATH: "/usr/bin:/bin" }, cwd: "/" });
  const told = z.record(z.string(), z.unknown()).parse(JSON.parse(printed));
  expect(told).toEqual({
    own: "own",
    echo: 1000,
    bomb: "Runtime.ExitError",
    spins: "Sandbox.Timedout",
    root: false,
    sandbox: "bubblewrap",
    cgroups: "none",
    freeze: "SIGSTOP",
  });
});

function readableByNobody(): boolean {
  try {
    const args = ["--reuid", nobody, "--regid", nobody, "--clear-groups", "test", "-r", fixtureModule];
    execFileSync("setpriv", args, { stdio: "ignore" });
    execFileSync("setpriv", [...args.slice(0, -3), "test", "-x", realpathSync(process.execPath)], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
