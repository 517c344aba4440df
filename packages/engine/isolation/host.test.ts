import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type ExecutionFixture, startExecution } from "../src/execution/testing/execution-fixture.ts";

let fixture: ExecutionFixture;
beforeAll(async () => {
  fixture = await startExecution();
});
afterAll(() => fixture.stop());

it("tells what is in force", () => {
  expect(fixture.execution.isolation()).toMatchObject({ sandbox: "bubblewrap", seccomp: true });
});

it("shows nothing of the host's files", async () => {
  const paths = [
    "/root",
    "/home",
    "/etc/shadow",
    "/etc/hostname",
    "/proc/kcore",
    process.cwd(),
    "/bin/sh",
    "/usr/bin/bwrap",
    "/sys",
  ];
  const text = `import fs from "node:fs"; export const handler = async (paths) => paths.filter((path) => { try { fs.statSync(path); return fs.readdirSync(path).length >= 0; } catch (error) { return error.code === "ENOTDIR"; } });`;
  expect((await fixture.run(fixture.define(text), paths)).output).toEqual([]);
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
    for family, kind, protocol in [(2, 3, 1), (10, 3, 58), (17, 3, 0), (16, 3, 9), (38, 5, 0), (40, 1, 0)]:
        try:
            socket.socket(family, kind, protocol)
            answers.append("made")
        except OSError as error:
            answers.append(error.errno)
    return answers
`;
    expect((await fixture.run(fixture.definePython(text))).output).toEqual([1, 1, 97, 1, 97, 97]);
  });
});
