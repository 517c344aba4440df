// Starts the sandboxes of an engine, in a process of its own: to start one a process is copied first, which takes a
// large one several milliseconds in which it does nothing else, and the kernel lets who makes cgroups wait besides.
// What comes: `{ id, command, env, cwd?, seccompFile?, folders, cgroups }`. What goes: the four streams, each with its
// socket; `started`, when this process holds none of them any more; `network` and `exited`.
import { spawn } from "node:child_process";
import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";

const streams = { stdout: 1, stderr: 2, log: 3, runtime: 4 };
const INFO = 5;

// The engine holds the other end, and nobody else: when it dies this process ends, and with it each sandbox. (The
// channel does not tell while a socket is on its way through it.)
process.stdin.on("end", () => process.exit(0)).resume();
process.on("disconnect", () => process.exit(0));
process.on("message", (order) => {
  try {
    start(order);
  } catch (error) {
    tell({ id: order.id, kind: "refused", reason: error.message });
  }
});

function start({ id, command: [program, ...args], env, cwd, seccompFile, folders, cgroups }) {
  for (const folder of folders) makeFolder(folder);
  for (const folder of cgroups) make(folder);
  // Read to its end by bubblewrap, so each sandbox gets its own open file.
  const seccomp = seccompFile === undefined ? undefined : openSync(seccompFile, "r");
  try {
    const stdio = ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe", seccomp ?? "ignore"];
    handOver(id, spawn(program, args, { stdio, env, ...(cwd === undefined ? {} : { cwd }) }));
  } finally {
    if (seccomp !== undefined) closeSync(seccomp);
  }
}

// Nothing is written to them before `started`: the sandbox's first process waits for a line.
function handOver(id, child) {
  if (child.pid === undefined)
    return void child.on("error", ({ message }) => tell({ id, kind: "refused", reason: message }));
  for (const [stream, descriptor] of Object.entries(streams))
    process.send({ id, kind: "stream", stream }, child.stdio[descriptor]);
  tell({ id, kind: "started", pid: child.pid });
  child.on("exit", (code, signal) => tell({ id, kind: "exited", code, signal }));
  let info = "";
  child.stdio[INFO]
    .on("error", () => {})
    .on("data", (bytes) => {
      info += bytes.toString("latin1");
      const pid = /"child-pid": (\d+)/.exec(info)?.[1];
      if (pid !== undefined) tell({ id, kind: "network", pid: Number(pid) });
    });
}

// The mode is set beside making it: a umask of the engine's own must not hide a function's code from it.
function makeFolder(path) {
  make(path);
  chmodSync(path, 0o755);
}

// It may be there from a launcher that ended.
function make(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
}

function tell(message) {
  if (process.connected) process.send(message);
}
