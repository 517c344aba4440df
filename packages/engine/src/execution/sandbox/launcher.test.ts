import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { isRunning } from "../testing/processes.ts";
import { Launcher, type LaunchOrder } from "./launcher.ts";

function begin(): Launcher {
  const launcher = new Launcher();
  onTestFinished(() => launcher.stop());
  return launcher;
}

/** Waits for a line, as every place does. */
const shell = (script: string): LaunchOrder => ({
  command: ["/bin/sh", "-c", `read -r line <&4; ${script}`],
  env: { ONE: "1" },
  folders: [],
  cgroups: [],
});

async function run(launcher: Launcher, order: LaunchOrder) {
  const started = await launcher.start(order);
  started.streams.runtime.write("go\n");
  return started.exited;
}

it("hands over the streams of what it started, with all that was ever written to them, and tells how it ended", async () => {
  const launcher = begin();
  const { streams, exited } = await launcher.start(
    shell("echo $line; env | sort >&2; echo log >&3; echo done >&4; exit 7"),
  );
  const read = Promise.all(
    [streams.stdout, streams.stderr, streams.log, streams.runtime].map((stream) => text(stream)),
  );
  streams.runtime.write("go\n");
  expect(await exited).toEqual({ code: 7, signal: null });
  const [stdout, stderr, log, runtime] = await read;
  expect([stdout, log, runtime]).toEqual(["go\n", "log\n", "done\n"]);
  expect(stderr).toMatch(/^ONE=1\n(PWD=.*\n)?$/);
});

it("gives each of many the streams of its own", async () => {
  const launcher = begin();
  const answers = await Promise.all(
    Array.from({ length: 12 }, async (_, number) => {
      const { streams } = await launcher.start(shell("echo $line"));
      streams.runtime.write(`${number}\n`);
      return text(streams.stdout);
    }),
  );
  expect(answers).toEqual(Array.from({ length: 12 }, (_, number) => `${number}\n`));
});

it("makes the folders before it starts, for others to walk through whatever the umask", async () => {
  const outer = mkdtempSync(join(tmpdir(), "annex-launcher-"));
  onTestFinished(() => rmSync(outer, { recursive: true, force: true }));
  const folder = join(outer, "place");
  const launcher = begin();
  const exit = await run(launcher, { ...shell("exit 2"), folders: [folder, join(folder, "task")] });
  expect(exit.code).toBe(2);
  expect(statSync(join(folder, "task")).mode & 0o777).toBe(0o755);
});

it("says what could not be started, and goes on", async () => {
  const launcher = begin();
  await expect(launcher.start({ ...shell(":"), command: ["/nowhere"] })).rejects.toThrow("ENOENT");
  await expect(launcher.start({ ...shell(":"), folders: ["/dev/null/none"] })).rejects.toThrow("ENOTDIR");
  await expect(launcher.start({ ...shell(":"), seccompFile: "/nowhere" })).rejects.toThrow("ENOENT");
  expect(await run(launcher, shell("exit 3"))).toEqual({ code: 3, signal: null });
});

it("is replaced when it was killed; what it had started and is no sandbox yet ends with it", async () => {
  const launcher = begin();
  const waiting = await launcher.start(shell(":"));
  process.kill(launcherPid(waiting.pid), "SIGKILL");
  expect(await waiting.exited).toEqual({ code: null, signal: "SIGKILL" });
  await expect.poll(() => isRunning(waiting.pid)).toBe(false);
  expect(await run(launcher, shell("exit 5"))).toEqual({ code: 5, signal: null });
});

it("starts through the next one what it was asked for in the moment of its end, and right after", async () => {
  const launcher = begin();
  for (let round = 0; round < 4; round++) {
    const { pid } = await launcher.start(shell(":"));
    const own = launcherPid(pid);
    process.kill(own, "SIGSTOP");
    const before = run(launcher, shell("exit 6"));
    process.kill(own, "SIGKILL");
    const after = [0, 1, 2].map(async (turns) => {
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      return run(launcher, shell("exit 7"));
    });
    expect(await before).toEqual({ code: 6, signal: null });
    for (const exit of await Promise.all(after)) expect(exit).toEqual({ code: 7, signal: null });
  }
});

it("refuses what ended before its streams were handed over, or tells how it ended", async () => {
  const launcher = begin();
  const exits = await Promise.allSettled(
    Array.from({ length: 8 }, async () => {
      const started = await launcher.start({ ...shell(":"), command: ["/bin/sh", "-c", "exit 9"] });
      return (await started.exited).code;
    }),
  );
  for (const exit of exits) {
    if (exit.status === "fulfilled") expect(exit.value).toBe(9);
    else expect(String(exit.reason)).toContain("ended before it was used");
  }
  expect((await run(launcher, shell("exit 4"))).code).toBe(4);
});

it("leaves nothing open of what it handed over", async () => {
  const launcher = begin();
  const { pid } = await launcher.start(shell(":"));
  const own = launcherPid(pid);
  const before = readdirSync(`/proc/${own}/fd`).length;
  const started = await launcher.start(shell(":"));
  started.streams.runtime.end();
  await started.exited;
  await expect.poll(() => readdirSync(`/proc/${own}/fd`).length).toBe(before);
});

it("ends what still runs when it is stopped", async () => {
  const launcher = new Launcher();
  const { streams, exited } = await launcher.start(shell(":"));
  const closed = once(streams.runtime, "close");
  await launcher.stop();
  expect((await exited).signal).toBe("SIGKILL");
  await closed;
});

function launcherPid(child: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${child}/status`, "utf8"))?.[1]);
}
