// A hostile handler: tries what a sandbox has to refuse and answers the names of what succeeded.
import { execFileSync, spawnSync } from "node:child_process";
import dgram from "node:dgram";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";

const reads = (path) =>
  fs.statSync(path).isDirectory() ? fs.readdirSync(path).length > 0 : fs.readFileSync(path).length > 0;
const writes = (path) => fs.writeFileSync(path, "x") === undefined;
const connects = (options) =>
  new Promise((resolve) => {
    const socket = net.connect(options, () => resolve(true));
    socket.setTimeout(1_000, () => resolve(false));
    socket.on("error", () => resolve(false));
  });
const answers = (host, port) =>
  new Promise((resolve) => {
    const socket = dgram.createSocket(host.includes(":") ? "udp6" : "udp4");
    socket.on("error", () => resolve(false)).on("message", () => resolve(true));
    socket.send("x", port, host, () => setTimeout(() => resolve(false), 200));
  });

const probes = {
  "host: accounts": () => reads("/etc/shadow"),
  "host: homes": () => reads("/root") || reads("/home"),
  "host: a file of everybody": ({ file }) => reads(file),
  "host: the engine's data": ({ dataDir }) => reads(dataDir),
  "host: through the first process": ({ file }) => reads(`/proc/1/root${file}`),
  "host: up from the code": ({ file }) => reads(`/var/task/../../..${file}`),
  "host: a link out": ({ file }) => fs.symlinkSync(file, "/tmp/link") === undefined && reads("/tmp/link"),
  "host: sysfs": () => reads("/sys"),
  "host: kernel command line": () => reads("/proc/cmdline"),
  "host: a shell": () => execFileSync("/bin/sh", ["-c", "true"]) !== undefined,
  "host: bubblewrap": () => spawnSync("bwrap", ["--version"]).status === 0,
  "engine: environment": ({ canary }) =>
    JSON.stringify(process.env).includes(canary) ||
    fs.readdirSync("/proc").some((pid) => {
      try {
        return fs.readFileSync(`/proc/${pid}/environ`, "latin1").includes(canary);
      } catch {
        return false;
      }
    }),
  "engine: process": ({ pid }) => reads(`/proc/${pid}/status`),
  "engine: signal": ({ pid }) => process.kill(pid, 0),
  "engine: end": ({ pid }) => process.kill(pid, "SIGKILL"),
  "processes: others": () => fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).length > 2,
  "write: root": () => writes("/x"),
  "write: code": () => writes("/var/task/index.mjs"),
  "write: runtime": () => writes("/var/runtime/node/bootstrap.cjs"),
  "write: interpreter": () => writes(process.execPath),
  "write: layers": () => writes("/opt/x"),
  "write: resolver": () => writes("/etc/resolv.conf"),
  "rights: setuid": () => process.setuid(0) === undefined && process.getuid() === 0,
  "rights: priority": () => os.setPriority(os.getPriority() - 1) === undefined,
  "network: the host's loopback": ({ port }) => connects({ host: "127.0.0.1", port }),
  "network: the host's loopback, IPv6": ({ port }) => connects({ host: "::1", port }),
  "network: the host's addresses": async ({ addresses, port }) =>
    (await Promise.all(addresses.map((host) => connects({ host, port })))).some(Boolean),
  "network: metadata": () => connects({ host: "169.254.169.254", port: 80 }),
  "network: public": () => connects({ host: "8.8.8.8", port: 53 }),
  "network: datagrams": async () => (await answers("8.8.8.8", 53)) || (await answers("127.0.0.1", 53)),
  "network: names": async () => (await import("node:dns/promises")).lookup("example.com"),
  "network: an abstract socket of the host": ({ abstract }) => connects({ path: `\0${abstract}` }),
  "network: a socket file of the host": ({ socket }) => connects({ path: socket }),
  "network: interfaces": () => Object.keys(os.networkInterfaces()).some((name) => name !== "lo"),
};

export const handler = async (event) => {
  const succeeded = [];
  for (const [name, probe] of Object.entries(probes)) {
    try {
      if (await probe(event)) succeeded.push(name);
    } catch {
      // Refused.
    }
  }
  return { tried: Object.keys(probes).length, succeeded };
};
