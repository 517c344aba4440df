import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ExecutionFixture, startExecution } from "../src/execution/testing/execution-fixture.ts";

let fixture: ExecutionFixture;
beforeAll(async () => {
  fixture = await startExecution();
});
afterAll(() => fixture.stop());

const keeper = `import fs from "node:fs"; let mine; export const handler = async (event) => {
  const before = { memory: mine, file: fs.existsSync("/tmp/left") && fs.readFileSync("/tmp/left", "utf8") };
  mine = event; fs.writeFileSync("/tmp/left", String(event)); return before; };`;

it("carries nothing from one function, version or tenant to another", async () => {
  const spec = fixture.define(keeper);
  const fresh = { file: false };
  expect((await fixture.run(spec, 1, "tenant-a")).output).toEqual(fresh);
  expect((await fixture.run(spec, 2, "tenant-b")).output).toEqual(fresh);
  expect((await fixture.run({ ...spec, versionKey: "next" }, 3, "tenant-a")).output).toEqual(fresh);
  expect((await fixture.run(fixture.define(keeper), 4)).output).toEqual(fresh);
  expect((await fixture.run(spec, 5, "tenant-a")).output).toEqual({ memory: 1, file: "1" });
});

it("lets nothing run between two invocations", async () => {
  const text =
    "let ticks = 0; setInterval(() => ticks++, 2); export const handler = async (event) => event.wait ? new Promise((r) => setTimeout(() => r(ticks), event.wait)) : ticks;";
  const spec = fixture.define(text);
  const first = Number((await fixture.run(spec, { wait: 50 })).output);
  const until = Date.now() + 400;
  while (Date.now() < until) await new Promise((resolve) => setImmediate(resolve));
  const second = Number((await fixture.run(spec)).output);
  // The runtime is awake for a moment after its answer; 400 ms of ticks would be 200.
  expect(second - first).toBeLessThan(60);
});

it("cannot answer another invocation, nor see another environment's socket", async () => {
  const hostile = `import net from "node:net"; import fs from "node:fs"; export const handler = async () => {
    const socket = new net.Socket({ fd: 4 }); const body = JSON.stringify("forged");
    socket.write("POST /2018-06-01/runtime/invocation/00000000-0000-0000-0000-000000000000/response HTTP/1.1\\r\\nContent-Length: " + body.length + "\\r\\n\\r\\n" + body);
    return fs.readFileSync("/proc/net/unix", "utf8").split("\\n").filter((line) => line.includes("/")).length; };`;
  const [own, neighbour] = await Promise.all([
    fixture.run(fixture.define(hostile)),
    fixture.run(fixture.define("export const handler = async () => 'mine';")),
  ]);
  expect(neighbour.output).toBe("mine");
  expect(own.output).not.toBe("forged");
});

it("holds every process of an environment in its cgroup", async (context) => {
  if (fixture.execution.isolation().cgroups === "none") context.skip("this machine gives the engine no cgroups");
  const text =
    "import { spawn } from 'node:child_process'; export const handler = async () => { spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' }).unref(); };";
  await fixture.run(fixture.define(text));
  for (const { pids, cgroupPids } of fixture.execution.environments()) {
    expect(pids.length).toBeGreaterThanOrEqual(3);
    expect(pids.filter((pid) => !cgroupPids.includes(pid))).toEqual([]);
  }
});

it("gives no process of an environment a right on the host, nor two environments one user of it", async (context) => {
  if (process.getuid?.() !== 0) context.skip("an ordinary user has one user ID and no rights to give away");
  for (let number = 0; number < 2; number++) await fixture.run(fixture.define("export const handler = async () => 1;"));
  const users = fixture.execution.environments().map(({ pids }) => {
    const statuses = pids.map(readStatus);
    const none = "0000000000000000";
    for (const { Groups, CapInh, CapPrm, CapEff, CapAmb, NoNewPrivs } of statuses)
      expect([Groups, CapInh, CapPrm, CapEff, CapAmb, NoNewPrivs]).toEqual(["", none, none, none, none, "1"]);
    const ids = new Set(statuses.flatMap(({ Uid = "", Gid = "" }) => `${Uid}\t${Gid}`.split("\t")));
    expect(ids.size).toBe(1);
    return [...ids].join();
  });
  expect(users.length).toBeGreaterThanOrEqual(2);
  expect(users).not.toContain("0");
  expect(new Set(users).size).toBe(users.length);
});

function readStatus(pid: number): Readonly<Record<string, string>> {
  const lines = readFileSync(`/proc/${pid}/status`, "utf8").split("\n");
  return Object.fromEntries(lines.map((line) => line.split(":").map((part) => part.trim())));
}

it("ends the environments of a retired version", async () => {
  const spec = fixture.define("export const handler = async () => 1;");
  await fixture.run(spec);
  const before = fixture.execution.environments().length;
  await fixture.execution.retire(spec.versionKey);
  expect(fixture.execution.environments().length).toBe(before - 1);
});
