import path from "node:path";
import { freePort } from "@annex/db/free-port";
import { startChild, stopChild, untilAnswers } from "../machine/child.ts";
import { plainRequest } from "../machine/sign.ts";
import { programFile } from "./program-file.ts";
import { event, type Subject } from "./subject.ts";

/** Val Town's deno-http-worker: a Deno process for each function, held by Deno's permissions. */
export async function startDenoHttpWorker(packages: string): Promise<Subject> {
  const port = await freePort();
  const platform = `linux-${process.arch === "arm64" ? "arm64" : "x64"}-glibc`;
  const deno = path.join(packages, "node_modules", "@deno", platform, "deno");
  const args = [programFile("deno-http-worker.mjs"), String(port), packages, deno];
  const child = startChild({ command: process.execPath, args });
  const headers = { "content-type": "application/json" };
  const request = (name: string) => ({
    port,
    bytes: plainRequest({ method: "POST", port, target: `/${name}`, headers, body: event }),
  });
  const warm = request("warm");
  await untilAnswers(warm, "deno-http-worker");
  let made = 0;
  return {
    name: "deno-http-worker 3 (process)",
    child,
    warm,
    fresh: () => Promise.resolve(request(`fresh-${made++}`)),
    stop: () => stopChild(child),
  };
}
