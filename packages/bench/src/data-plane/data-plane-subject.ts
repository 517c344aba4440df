import path from "node:path";
import { startChild, stopChild, untilAnswers } from "../engine/machine/child.ts";
import { freePort } from "../engine/machine/free-port.ts";
import { plainRequest } from "../engine/machine/sign.ts";
import { noFresh, type Subject } from "../engine/subjects/subject.ts";
import type { BenchPlatform } from "./start-platform.ts";

const main = path.join(import.meta.dirname, "../../../../apps/data-plane/src/main.ts");

/** The data plane as people start it, with one of its Invoke drivers. The engine's work counts, PostgreSQL's does not. */
export async function startDataPlane(platform: BenchPlatform, driver: "lean" | "sdk"): Promise<Subject> {
  const port = await freePort();
  const environment = { ...platform.environment, PORT: String(port), INVOKE_DRIVER: driver };
  const child = startChild({ command: process.execPath, args: [main], environment, complains: true });
  const headers = { authorization: `Bearer ${platform.token}`, "content-type": "application/json" };
  const body = JSON.stringify({ fields: { "invoice.total": 42 } });
  const request = { method: "POST", port, target: "/v1/functions/score/invocations", headers, body };
  const warm = { port, bytes: plainRequest(request) };
  await untilAnswers(warm, `the data plane (${driver})`);
  return {
    name: `data plane, ${driver} driver`,
    child,
    beside: [platform.engine.child],
    warm,
    fresh: noFresh,
    stop: () => stopChild(child, "SIGTERM"),
  };
}
