import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type ExecutionFixture, startExecution } from "../src/execution/testing/execution-fixture.ts";
import { isRunning } from "../src/execution/testing/processes.ts";

const choices = ["auto", "v1", "v2", "none"] as const;

// On a machine that does not have one of them, the engine says so and uses other means: the same has to hold.
describe.each(choices)("with the cgroups of choice %s", (cgroups) => {
  let fixture: ExecutionFixture;
  beforeAll(async () => {
    fixture = await startExecution({ cgroups });
  });
  afterAll(() => fixture.stop());

  it("tells by what means each limit is kept", () => {
    const { cgroups: kind, limits, warnings, sandbox, seccomp } = fixture.execution.isolation();
    expect([sandbox, seccomp]).toEqual(["bubblewrap", true]);
    if (cgroups !== "auto") expect([cgroups, "none"]).toContain(kind);
    expect(limits.memory === "cgroup").toBe(!warnings.some((warning) => warning.includes("no memory cgroup")));
    expect(limits.cpu === "cgroup").toBe(!warnings.some((warning) => warning.includes("no cpu cgroup")));
    if (kind === "none")
      expect(limits).toMatchObject({ memory: "watched every 50 ms", pids: "rlimit", cpu: "none", freeze: "SIGSTOP" });
  });

  it("bounds processes", async () => {
    const text = `
import os, time
def handler(event, context):
    made = 0
    try:
        for _ in range(1000):
            if os.fork() == 0:
                time.sleep(30)
                os._exit(0)
            made += 1
    except OSError as error:
        return [made, error.errno]
`;
    const { output } = await fixture.run(fixture.definePython(text, { memoryMb: 2_048, timeoutMs: 25_000 }));
    expect(output).toEqual([expect.any(Number), 11]);
    expect(Array.isArray(output) && output[0]).toBeLessThanOrEqual(256);
  });

  it("ends what takes more memory than its size, in one process or spread over many", async () => {
    const one =
      "export const handler = async () => { const all = []; for (;;) { all.push(Buffer.alloc(1_000_000, 1)); await 0; } };";
    const many =
      "import os, time\ndef handler(event, context):\n  for _ in range(20):\n    if os.fork() == 0:\n      held = bytes([1]) * 20_000_000\n      time.sleep(30)\n  time.sleep(30)";
    for (const spec of [fixture.define(one), fixture.definePython(many)]) {
      const answer = await fixture.run({ ...spec, timeoutMs: 20_000 });
      expect(answer.output).toMatchObject({
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(/killed$/),
      });
    }
  });

  it("counts what processes share once", async () => {
    const text =
      "import os, time\nheld = bytes([1]) * 60_000_000\ndef handler(event, context):\n  children = [os.fork() or time.sleep(0.4) or os._exit(0) for _ in range(8)]\n  time.sleep(0.5)\n  return len(children)";
    expect((await fixture.run(fixture.definePython(text, { timeoutMs: 25_000 }))).output).toBe(8);
  });

  it("lets no timer, child or daemon run between two invocations", async () => {
    const text = `
import os, time, threading
def daemon(name):
    if os.fork() == 0:
        os.setsid()
        if os.fork() != 0: os._exit(0)
        while True:
            with open("/tmp/" + name, "a") as file: file.write(".")
            time.sleep(0.002)
def tick():
    while True:
        with open("/tmp/thread", "a") as file: file.write(".")
        time.sleep(0.002)
def count():
    return [os.path.getsize("/tmp/" + name) for name in ["one", "two", "thread"]]
started = False
def handler(event, context):
    global started
    if not started:
        started = True
        daemon("one"); daemon("two")
        threading.Thread(target=tick, daemon=True).start()
        time.sleep(0.3)
    return count()
`;
    const spec = fixture.definePython(text, { timeoutMs: 25_000 });
    const first = numbers((await fixture.run(spec)).output);
    for (const count of first) expect(count).toBeGreaterThan(10);
    // Awake for a moment after the answer and before the next, which is long on a busy machine; what is not frozen
    // ticks 200 times and more in each of the pauses.
    let before = first;
    const grown: number[] = [];
    for (let pause = 1; pause <= 5 && !grown.some((most) => most < 80); pause++) {
      const until = Date.now() + 600;
      while (Date.now() < until) await new Promise((resolve) => setImmediate(resolve));
      const after = numbers((await fixture.run(spec)).output);
      grown.push(Math.max(...after.map((count, index) => count - (before[index] ?? 0))));
      before = after;
    }
    expect(Math.min(...grown)).toBeLessThan(80);
  }, 90_000);

  it("ends every process with its environment, daemons too", async () => {
    const text =
      "import os, time\ndef handler(event, context):\n  if os.fork() == 0:\n    os.setsid()\n    if os.fork() != 0: os._exit(0)\n    time.sleep(600)\n  while True: pass";
    const spec = fixture.definePython(text, { timeoutMs: 500 });
    const running = fixture.run(spec);
    const known = new Set(fixture.execution.environments().map(({ id }) => id));
    await expect.poll(() => newest(known)?.pids.length ?? 0, { timeout: 10_000 }).toBeGreaterThanOrEqual(4);
    const pids = newest(known)?.pids ?? [];
    await running;
    await expect.poll(() => pids.filter(isRunning), { timeout: 60_000, interval: 200 }).toEqual([]);
  }, 90_000);

  function newest(known: ReadonlySet<string>) {
    return fixture.execution.environments().find(({ id }) => !known.has(id)) ?? fixture.execution.environments().at(-1);
  }
});

describe("on a machine where no sandbox can be had", () => {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  // Such a machine is this one without bubblewrap: only root can hide a program from an engine.
  const unable = process.getuid?.() !== 0;
  const hidden = (dataDir: string, ...more: string[]) => [
    ...["--dev-bind", "/", "/", "--ro-bind", "/dev/null", "/usr/bin/bwrap", "--", process.execPath, main],
    ...["--port", "0", "--data-dir", dataDir, "--pool-size", "0", ...more],
  ];
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), "annex-bare-"));
    onTestFinished(() => rmSync(made, { recursive: true, force: true }));
    return made;
  };

  it.skipIf(unable)("an engine does not start, and says what to do", () => {
    const started = spawnSync("bwrap", hidden(folder()), { encoding: "utf8", timeout: 20_000 });
    expect(started.status).toBe(1);
    expect(started.stderr).toMatch(/Functions cannot be isolated on this machine: bubblewrap is missing: install it/);
  });

  it.skipIf(unable)("it starts when it is told to in so many words, and health warns", async () => {
    const engine = spawn("bwrap", ["--die-with-parent", ...hidden(folder(), "--allow-functions-without-isolation")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const line = await new Promise<string>((resolve) => {
      engine.stdout.once("data", (bytes: Buffer) => resolve(bytes.toString("utf8")));
    });
    const url = /http:\/\/\S+/.exec(line)?.[0];
    const health: unknown = await (await fetch(`${url}/_engine/health`)).json();
    engine.kill("SIGTERM");
    expect(health).toMatchObject({
      isolation: {
        sandbox: "none",
        seccomp: false,
        warnings: [expect.stringMatching(/^functions run without a sandbox: bubblewrap is missing/)],
      },
    });
  });
});

function numbers(output: unknown): number[] {
  return Array.isArray(output) ? output.map(Number) : [];
}
