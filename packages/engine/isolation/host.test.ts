import { type StdioOptions, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type ExecutionFixture, startExecution } from "../src/execution/testing/execution-fixture.ts";

const fixtureModule = fileURLToPath(new URL("../src/execution/testing/execution-fixture.ts", import.meta.url));

let fixture: ExecutionFixture;
beforeAll(async () => {
  fixture = await startExecution();
});
afterAll(() => fixture.stop());

it("tells what is in force", () => {
  expect(fixture.execution.isolation()).toMatchObject({ sandbox: "bubblewrap", seccomp: true });
});

it("shows nothing of the host's files", async () => {
  const paths = ["/root", "/home", "/etc/shadow", "/etc/hostname", process.cwd(), "/bin/sh", "/usr/bin/bwrap", "/sys"];
  const text = `import fs from "node:fs"; export const handler = async (paths) => paths.filter((path) => { try { fs.statSync(path); return fs.readdirSync(path).length >= 0; } catch (error) { return error.code === "ENOTDIR"; } });`;
  expect((await fixture.run(fixture.define(text), paths)).output).toEqual([]);
});

it("shows nothing of the host in /proc", async () => {
  const names = ["cmdline", "diskstats", "interrupts", "kallsyms", "keys", "locks", "partitions", "vmstat", "kcore"];
  const folders = ["pressure", "irq", "bus", "fs", "driver"];
  const text = `import fs from "node:fs"; export const handler = async ({ names, folders }) => [
    ...names.filter((name) => { try { return fs.readFileSync("/proc/" + name).length > 0; } catch { return false; } }),
    ...folders.filter((name) => { try { return fs.readdirSync("/proc/" + name).length > 0; } catch { return false; } })];`;
  expect((await fixture.run(fixture.define(text), { names, folders })).output).toEqual([]);
});

it("gets no descriptor that the engine itself was started with", async () => {
  const script = `const { startExecution } = await import(${JSON.stringify(fixtureModule)});
    const fixture = await startExecution();
    const text = "import fs from 'node:fs'; export const handler = async () => fs.readdirSync('/proc/self/fd').flatMap((n) => { try { return [n + fs.readlinkSync('/proc/self/fd/' + n)]; } catch { return []; } });";
    console.log(JSON.stringify((await fixture.run(fixture.define(text))).output));
    await fixture.stop();`;
  const secret = openSync("/etc/passwd", "r");
  const stdio: StdioOptions = ["ignore", "pipe", "inherit"];
  for (const descriptor of [9, 40]) stdio[descriptor] = secret;
  const started = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    stdio: Array.from(stdio, (entry) => entry ?? "ignore"),
    encoding: "utf8",
  });
  closeSync(secret);
  const seen = z.array(z.string()).parse(JSON.parse(started.stdout));
  expect(seen).toContain("40/dev/null");
  expect(seen.filter((entry) => /passwd|^\d+\/(?!dev\/null)/.test(entry))).toEqual([]);
});

it("finds the same confinement in its first process, not a way around it", async () => {
  const text = `import fs from "node:fs"; export const handler = async () => ({ root: fs.readdirSync("/proc/1/root").sort().join(), own: fs.readdirSync("/").sort().join(), status: fs.readFileSync("/proc/1/status", "utf8") });`;
  const { output } = await fixture.run(fixture.define(text));
  const { root, own, status } = z.object({ root: z.string(), own: z.string(), status: z.string() }).parse(output);
  expect(root).toBe(own);
  for (const line of ["CapEff:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"]) expect(status).toContain(line);
});

it("is read-only but for /tmp", async () => {
  const text = `import fs from "node:fs"; export const handler = async (paths) => paths.filter((path) => { try { fs.writeFileSync(path + "/probe", "x"); return true; } catch { return false; } });`;
  const paths = [
    "/",
    "/var/task",
    "/opt",
    "/var/runtime",
    "/etc",
    "/run/annex",
    "/dev",
    "/usr",
    "/tmp",
    "/proc/sys/kernel",
  ];
  expect((await fixture.run(fixture.define(text), paths)).output).toEqual(["/tmp"]);
});

it("has no capability, no way to gain one, and a system call filter", async () => {
  const text = `import fs from "node:fs"; export const handler = async () => fs.readFileSync("/proc/self/status", "utf8");`;
  const { output } = await fixture.run(fixture.define(text));
  for (const line of ["CapEff:\t0000000000000000", "CapPrm:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"])
    expect(output).toContain(line);
});

it("runs as a user of the host that is not root, even for an engine that is", async () => {
  const spec = fixture.define("export const handler = async () => 1;");
  await fixture.run(spec);
  const pid = fixture.execution.environments()[0]?.pids.at(-1);
  const uid = /^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  expect(uid).not.toBe("0");
});

it("sees no process but its own, and cannot signal the host's", async () => {
  const text = `import fs from "node:fs"; export const handler = async (pid) => { const seen = fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).length;
    try { process.kill(pid, 0); return { seen, signalled: true }; } catch { return { seen, signalled: false }; } };`;
  const { output } = await fixture.run(fixture.define(text), process.pid);
  expect(output).toEqual({ seen: 2, signalled: false });
});

describe("system calls", () => {
  // Numbers of x86_64; the filter's table holds those of both architectures.
  const calls = {
    ptrace: 101,
    mount: 165,
    unshare: 272,
    setns: 308,
    bpf: 321,
    keyctl: 250,
    perf_event_open: 298,
    userfaultfd: 323,
    io_uring_setup: 425,
    kexec_load: 246,
    init_module: 175,
    pivot_root: 155,
    chroot: 161,
    process_vm_readv: 310,
    open_by_handle_at: 304,
    reboot: 169,
    swapon: 167,
    move_mount: 429,
    fsopen: 430,
    open_tree: 428,
    process_vm_writev: 311,
    pidfd_getfd: 438,
    kcmp: 312,
    add_key: 248,
    request_key: 249,
    io_uring_enter: 426,
    io_setup: 206,
    kexec_file_load: 320,
    finit_module: 313,
    delete_module: 176,
    fanotify_init: 300,
    personality: 135,
    iopl: 172,
    modify_ldt: 154,
    acct: 163,
    quotactl: 179,
    syslog: 103,
    settimeofday: 164,
    clock_settime: 227,
    sethostname: 170,
    memfd_secret: 447,
    cachestat: 451,
  };
  it.skipIf(process.arch !== "x64")("refuses each that could reach the kernel or the host with EPERM", async () => {
    const text = `
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def handler(calls, context):
    answers = {}
    for name, number in calls.items():
        ctypes.set_errno(0)
        libc.syscall(number, 0x10000000, 0, 0, 0, 0)
        answers[name] = ctypes.get_errno()
    return answers
`;
    const { output } = await fixture.run(fixture.definePython(text), calls);
    expect(output).toEqual(Object.fromEntries(Object.keys(calls).map((name) => [name, 1])));
  });

  it.skipIf(process.arch !== "x64")("does not know those of newer kernels, nor those of x32", async () => {
    const text = `
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def handler(numbers, context):
    answers = []
    for number in numbers:
        ctypes.set_errno(0)
        libc.syscall(number, 0, 0, 0, 0, 0)
        answers.append(ctypes.get_errno())
    return answers
`;
    const numbers = [457, 458, 467, 500, 1_000, 0x40000000, 0x40000000 + 101];
    expect((await fixture.run(fixture.definePython(text), numbers)).output).toEqual(numbers.map(() => 38));
  });

  it.skipIf(process.arch !== "x64")("refuses new namespaces through clone and clone3", async () => {
    const text = `
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def attempt(*call):
    ctypes.set_errno(0)
    return [libc.syscall(*call), ctypes.get_errno()]
def handler(event, context):
    return [attempt(56, 0x10000000 | 17, 0, 0, 0, 0), attempt(435, 0, 0)]
`;
    expect((await fixture.run(fixture.definePython(text))).output).toEqual([
      [-1, 1],
      [-1, 38],
    ]);
  });

  it("refuses raw, packet and exotic sockets", async () => {
    const text = `
import socket
def handler(event, context):
    answers = []
    for family, kind, protocol in [(2, 3, 1), (10, 3, 58), (17, 3, 0), (16, 3, 9), (38, 5, 0), (40, 1, 0), (2, 1, 262), (2, 1, 132), (2, 2, 136), (2, 2, 1), (1, 1, 0), (2, 1, 6), (10, 2, 17)]:
        try:
            socket.socket(family, kind, protocol)
            answers.append("made")
        except OSError as error:
            answers.append(error.errno)
    return answers
`;
    expect((await fixture.run(fixture.definePython(text))).output).toEqual([
      1,
      1,
      97,
      1,
      97,
      97,
      1,
      1,
      1,
      1,
      "made",
      "made",
      "made",
    ]);
  });
});
