import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { startChild, stopChild, untilAnswers } from "../engine/machine/child.ts";
import { freePort } from "../engine/machine/free-port.ts";
import type { WireRequest } from "../engine/machine/load.ts";
import { plainRequest } from "../engine/machine/sign.ts";
import { noFresh, type Subject } from "../engine/subjects/subject.ts";
import type { BenchPlatform } from "./start-platform.ts";

const main = path.join(import.meta.dirname, "../../../../apps/data-plane/src/main.ts");

export interface DataPlaneProcess {
  readonly child: ChildProcess;
  /** A call of a tenant's function, by their names. */
  call(tenant: string, name: string): WireRequest;
}

/** The data plane as people start it, with one of its Invoke drivers. */
export async function startDataPlaneProcess(
  platform: BenchPlatform,
  driver: "lean" | "sdk",
): Promise<DataPlaneProcess> {
  const port = await freePort();
  const environment = { ...platform.environment, PORT: String(port), INVOKE_DRIVER: driver };
  const child = startChild({ command: process.execPath, args: [main], environment, complains: true });
  const body = JSON.stringify({ fields: { "invoice.total": 42 } });
  const call = (tenant: string, name: string) => {
    const headers = { authorization: `Bearer ${platform.token(tenant)}`, "content-type": "application/json" };
    const target = `/v1/functions/${name}/invocations`;
    return { port, bytes: plainRequest({ method: "POST", port, target, headers, body }) };
  };
  return { child, call };
}

/** The same as a subject. The engine's work counts, PostgreSQL's does not. */
export async function startDataPlane(platform: BenchPlatform, driver: "lean" | "sdk"): Promise<Subject> {
  const { child, call } = await startDataPlaneProcess(platform, driver);
  const warm = call("bench", "score");
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
