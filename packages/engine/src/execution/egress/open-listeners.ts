import { spawn } from "node:child_process";
import type { Socket as DatagramSocket } from "node:dgram";
import { Socket } from "node:dgram";
import { Server } from "node:net";
import { fileURLToPath } from "node:url";
import { findTool } from "../sandbox/host-tools.ts";

/** Sockets that listen inside a sandbox's network namespace and are served by the engine. */
export interface Listeners {
  readonly servers: readonly Server[];
  readonly dns: DatagramSocket;
}

const script = fileURLToPath(new URL("./listeners-in-namespace.mjs", import.meta.url));

/** Opens TCP ports and the name server's port in the network namespace of a process. Throws where that is refused. */
export function openListeners(pid: number, ports: readonly number[], root: boolean): Promise<Listeners> {
  // An ordinary user enters the user namespace that owns the network; its own ID is root there.
  const namespaces = root ? ["--net"] : ["--user", "--net", "--preserve-credentials"];
  const args = [...namespaces, "--target", String(pid), process.execPath, script, ...ports.map(String)];
  const child = spawn(findTool("nsenter") ?? "nsenter", args, { stdio: ["ignore", "ignore", "pipe", "ipc"], env: {} });
  const servers: Server[] = [];
  let dns: DatagramSocket | undefined;
  let reason = "";
  child.stderr?.on("data", (bytes: Buffer) => {
    reason = (reason + bytes.toString("utf8")).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    child.on("message", (_message, handle) => {
      if (handle instanceof Server) servers.push(halfOpen(handle));
      else if (handle instanceof Socket) dns = handle;
      else if (dns !== undefined) resolve({ servers, dns });
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code !== 0) reject(new Error(`the egress listener of a sandbox did not start: ${reason.trim() || code}`));
    });
  });
}

/** A function may end its half of a connection and still read the answer; the option does not travel with a handle. */
function halfOpen(server: Server): Server {
  return Object.assign(server, { allowHalfOpen: true });
}
