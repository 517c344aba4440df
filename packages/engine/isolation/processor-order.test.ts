import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openCgroups } from "../src/execution/cgroup/cgroups.ts";
import { cgroupsOf } from "../src/execution/testing/cgroups-of.ts";
import { type ExecutionFixture, startExecution } from "../src/execution/testing/execution-fixture.ts";

let fixture: ExecutionFixture;
beforeAll(async () => {
  fixture = await startExecution();
});
afterAll(() => fixture.stop());

/** Whether every environment of the engine is last for a processor, as the kernel has it; undefined where it knows no such place. */
function areLast(): boolean | undefined {
  const pids = fixture.execution.environments().flatMap((environment) => environment.pids);
  const folders = pids.map((pid) => cgroupsOf(pid).find((folder) => existsSync(join(folder, "cpu.idle"))));
  if (folders.includes(undefined)) return undefined;
  return folders.every((folder) => readFileSync(join(folder ?? "", "cpu.idle"), "utf8").trim() === "1");
}

it("puts an invocation that lasts last for a processor, and the next one of its environment in its old place", async () => {
  const spec = fixture.define(
    "export const handler = async ({ ms }) => { for (const end = Date.now() + ms; Date.now() < end; ); };",
  );
  await fixture.run(spec, { ms: 0 });
  if (areLast() === undefined) return;
  expect(areLast()).toBe(false);
  const lasting = fixture.run(spec, { ms: 1_500 });
  await expect.poll(areLast, { timeout: 5_000 }).toBe(true);
  await lasting;
  await fixture.run(spec, { ms: 0 });
  expect(areLast()).toBe(false);
});

it("an engine that was killed while functions gave way counts them as they are when it starts again", async () => {
  const name = `annex-order-${process.pid}`;
  const cgroups = openCgroups(name);
  try {
    const [folder] = ["cpu", "cpu,cpuacct", "."]
      .map((place) => join("/sys/fs/cgroup", place, name))
      .filter((place) => existsSync(join(place, "cpu.idle")));
    if (folder === undefined) return; // the kernel knows no last place here
    writeFileSync(join(folder, "cpu.idle"), "1");
    openCgroups(name);
    expect(readFileSync(join(folder, "cpu.idle"), "utf8").trim()).toBe("0");
  } finally {
    await cgroups.sweep();
  }
});
