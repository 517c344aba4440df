import { freePort } from "@annex/db/free-port";
import { startChild, stopChild, untilAnswers } from "../machine/child.ts";
import { plainRequest } from "../machine/sign.ts";
import { programFile } from "./program-file.ts";
import { event, noFresh, type Subject } from "./subject.ts";

/** The smallest Node HTTP server: no function at all. */
export async function startFloorHttp(): Promise<Subject> {
  const port = await freePort();
  const child = startChild({ command: process.execPath, args: [programFile("floor-http.mjs"), String(port)] });
  const warm = { port, bytes: plainRequest({ method: "POST", port, target: "/", body: event }) };
  await untilAnswers(warm, "the HTTP floor");
  return { name: "floor: smallest node:http server", child, warm, fresh: noFresh, stop: () => stopChild(child) };
}
