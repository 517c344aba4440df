import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { cgroupsOf } from "../src/execution/testing/cgroups-of.ts";
import { startExecution } from "../src/execution/testing/execution-fixture.ts";
import { childrenOf, isRunning } from "../src/execution/testing/processes.ts";

const fixtureModule = fileURLToPath(new URL("../src/execution/testing/execution-fixture.ts", import.meta.url));

it("a stopped engine leaves no process, cgroup or folder", async () => {
  const dataDir = throwAwayFolder();
  const fixture = await startExecution({ dataDir, poolSize: 1 });
  await fixture.execution.poolFilled();
  await fixture.run(fixture.define("export const handler = async () => 1;"));
  const pids = fixture.execution.environments().flatMap((environment) => environment.pids);
  const cgroups = new Set(pids.flatMap(cgroupsOf));
  expect(pids.length).toBeGreaterThan(8);
  await fixture.stop();
  await expect.poll(() => pids.filter(isRunning), { timeout: 5_000 }).toEqual([]);
  expect([...cgroups].filter((folder) => existsSync(folder))).toEqual([]);
  expect(existsSync(join(dataDir, "environments"))).toBe(false);
});

it("many environments, ended in every way there is, leave no process, cgroup, network namespace, folder or handle", async () => {
  const dataDir = throwAwayFolder();
  const fixture = await startExecution({ dataDir, poolSize: 1, maxEnvironments: 12, idleTimeoutMs: 2_000 });
  await fixture.execution.poolFilled();
  const before = openHandles();
  const seen = new Set<number>();
  const namespaces = new Set<string>();
  const look = () => {
    const pids = fixture.execution.environments().flatMap((environment) => environment.pids);
    for (const pid of pids) seen.add(pid);
    for (const pid of pids) namespaces.add(networkOf(pid));
  };
  const endings = ["1", "process.exit(3)", "new Promise(() => {})", "Promise.reject(new Error('no'))"];
  for (let round = 0; round < 6; round += 1) {
    const specs = endings.map((ending) =>
      fixture.define(`export const handler = async () => ${ending};`, { timeoutMs: 1_000 }),
    );
    const running = Promise.all(specs.map((spec) => fixture.run(spec)));
    look();
    await running;
    look();
    if (round % 2 === 0) await Promise.all(specs.map(({ versionKey }) => fixture.execution.retire(versionKey)));
  }
  const cgroups = new Set([...seen].flatMap(cgroupsOf));
  namespaces.delete(networkOf(process.pid));
  namespaces.delete("");
  expect(namespaces.size).toBeGreaterThan(12);
  await fixture.stop();
  await expect.poll(() => [...seen].filter(isRunning), { timeout: 10_000 }).toEqual([]);
  expect([...cgroups].filter((folder) => existsSync(folder))).toEqual([]);
  expect(allNetworks().filter((namespace) => namespaces.has(namespace))).toEqual([]);
  expect(existsSync(join(dataDir, "environments"))).toBe(false);
  await expect.poll(openHandles, { timeout: 5_000 }).toBeLessThanOrEqual(before);
}, 120_000);

it("an engine that was killed leaves no process running, and the next start removes the rest", async () => {
  const dataDir = throwAwayFolder();
  const script = `const { startExecution } = await import(${JSON.stringify(fixtureModule)});
    const fixture = await startExecution({ dataDir: ${JSON.stringify(dataDir)}, poolSize: 1 }); await fixture.execution.poolFilled();
    await fixture.run(fixture.define("export const handler = async () => 1;"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    console.log(JSON.stringify(fixture.execution.environments().flatMap((environment) => environment.pids)));`;
  const engine = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pids = await new Promise<number[]>((resolve) => {
    engine.stdout.once("data", (line: Buffer) => resolve(line.toString("utf8").match(/\d+/g)?.map(Number) ?? []));
  });
  expect(pids.length).toBeGreaterThan(8);
  const left = readdirSync(join(dataDir, "environments", "all"));
  engine.kill("SIGKILL");
  await expect.poll(() => pids.filter(isRunning), { timeout: 10_000 }).toEqual([]);
  const next = await startExecution({ dataDir });
  expect(readdirSync(join(dataDir, "environments", "all")).filter((name) => left.includes(name))).toEqual([]);
  await next.stop();
});

it("what starts sandboxes may be killed: nothing of what it started goes on, and the next invocation is answered", async () => {
  const dataDir = throwAwayFolder();
  const fixture = await startExecution({ dataDir, poolSize: 1 });
  onTestFinished(() => fixture.stop());
  await fixture.execution.poolFilled();
  const spec = fixture.define(
    "export const handler = (event) => new Promise((resolve) => setTimeout(() => resolve(event), event.waitMs ?? 0));",
  );
  await fixture.run(spec);
  const pids = fixture.execution.environments().flatMap((environment) => environment.pids);
  const hanging = fixture.run(spec, { waitMs: 4_000 });
  const cgroups = new Set(pids.flatMap(cgroupsOf));
  process.kill(launcherPid(), "SIGKILL");
  expect((await hanging).functionError).toBe("Unhandled");
  // at once: what was held ready dies at this moment
  expect((await fixture.run(spec, 2)).output).toBe(2);
  await expect.poll(() => pids.filter(isRunning), { timeout: 10_000 }).toEqual([]);
  await expect.poll(() => [...cgroups].filter((folder) => existsSync(folder)), { timeout: 10_000 }).toEqual([]);
});

function throwAwayFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "annex-left-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The child of this process that starts sandboxes. */
function launcherPid(): number {
  const own = childrenOf("self").filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("launcher.mjs"));
  expect(own.length).toBe(1);
  return own[0] ?? 0;
}

/** Files, sockets and pipes that this process holds. */
function openHandles(): number {
  return readdirSync("/proc/self/fd").length;
}

function networkOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return "";
  }
}

/** The network namespaces that some process of the machine is in. */
function allNetworks(): string[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [networkOf(Number(name))] : []));
}
