import { spawn } from "node:child_process";
import type { Socket as DatagramSocket } from "node:dgram";
import { Socket } from "node:dgram";
import { Server } from "node:net";
import { fileURLToPath } from "node:url";
import { findTool } from "../sandbox/host-tools.ts";
import type { NetworkPlace } from "../sandbox/sandbox.ts";

/** Sockets that listen inside a sandbox's network namespace and are served by the engine. */
export interface Listeners {
  readonly servers: readonly Server[];
  /** The name server's socket, where one was asked for. */
  readonly dns: DatagramSocket | undefined;
}

/** What to open: TCP ports of an address, and 127.0.0.1:53 for names. */
export interface ListenersWanted {
  readonly host: "0.0.0.0" | "127.0.0.1";
  readonly ports: readonly number[];
  readonly names: boolean;
}

const script = fileURLToPath(new URL("./listeners-in-namespace.mjs", import.meta.url));

/** Opens sockets in a sandbox's network namespace. Throws where that is refused, or a port is taken. */
export function openListeners(place: NetworkPlace, wanted: ListenersWanted, root: boolean): Promise<Listeners> {
  // An ordinary user first becomes root of the user namespace around the one that owns the network.
  const user = root ? [] : [`--user=/proc/${place.outerPid}/ns/user`, "--preserve-credentials"];
  const args = [...user, `--net=/proc/${place.pid}/ns/net`, process.execPath, script, JSON.stringify(wanted)];
  const child = spawn(findTool("nsenter") ?? "nsenter", args, { stdio: ["pipe", "ignore", "pipe", "ipc"], env: {} });
  child.stdin?.on("error", () => {}); // it ended first
  const servers: Server[] = [];
  let dns: DatagramSocket | undefined;
  let reason = "";
  child.stderr?.on("data", (bytes: Buffer) => {
    reason = (reason + bytes.toString("utf8")).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    child.on("message", (_message, handle) => {
      if (handle instanceof Server) servers.push(handle);
      else if (handle instanceof Socket) dns = handle;
      else resolve({ servers, dns });
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code !== 0) reject(new Error(`the egress listener of a sandbox did not start: ${reason.trim() || code}`));
    });
  });
}
