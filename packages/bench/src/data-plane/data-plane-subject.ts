import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { freePort } from "@annex/db/free-port";
import { startChild, stopChild, untilAnswers } from "../engine/machine/child.ts";
import type { WireRequest } from "../engine/machine/load.ts";
import { plainRequest } from "../engine/machine/sign.ts";
import { noFresh, type Subject } from "../engine/subjects/subject.ts";
import type { BenchPlatform } from "./start-platform.ts";

const sources = path.join(import.meta.dirname, "../../../../apps/data-plane/src");
const main = path.join(sources, "main.ts");
const program = (name: string) => [path.join(import.meta.dirname, "programs", name), sources];
const programs = {
  nothing: program("data-plane-without-ledger.mjs"),
  "barest rows": program("data-plane-with-barest-rows.mjs"),
} as const;

/** How a data plane is started: as people do, or otherwise to find out what a part of it costs. */
export interface DataPlaneStart {
  readonly driver: "lean" | "sdk";
  /** Its ledger is taken out, or is the least that a durable row can be. */
  readonly recordsOnly?: keyof typeof programs;
  /** Each invocation belongs to a trace that is recorded, as where a collector of OpenTelemetry is named. */
  readonly recordsTraces?: boolean;
}

/** Nobody listens there and nobody asks it: the data plane writes three IDs more into a row, the worker sends. */
const anyCollector = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" };

export interface DataPlaneProcess {
  readonly child: ChildProcess;
  /** A call of a tenant's function, by their names. */
  call(tenant: string, name: string): WireRequest;
}

/** A data plane in a process of its own. */
export async function startDataPlaneProcess(
  platform: BenchPlatform,
  { driver, recordsOnly, recordsTraces = false }: DataPlaneStart,
): Promise<DataPlaneProcess> {
  const port = await freePort();
  const own = { PORT: String(port), INVOKE_DRIVER: driver, ...(recordsTraces ? anyCollector : {}) };
  const environment = { ...platform.environment, ...own };
  const args = ["--no-warnings", ...(recordsOnly ? programs[recordsOnly] : [main])];
  const child = startChild({ command: process.execPath, args, environment, complains: true });
  const body = JSON.stringify({ fields: { "invoice.total": 42 } });
  const call = (tenant: string, name: string) => {
    const headers = { authorization: `Bearer ${platform.token(tenant)}`, "content-type": "application/json" };
    const target = `/v1/functions/${name}/invocations`;
    return { port, bytes: plainRequest({ method: "POST", port, target, headers, body }) };
  };
  return { child, call };
}

/** The same as a subject. The engine's work counts, PostgreSQL's is told apart. */
export async function startDataPlane(platform: BenchPlatform, name: string, start: DataPlaneStart): Promise<Subject> {
  const { child, call } = await startDataPlaneProcess(platform, start);
  const warm = call("bench", "score");
  await untilAnswers(warm, name);
  return {
    name,
    child,
    beside: [platform.engine.child],
    databasePid: platform.postgresPid,
    warm,
    fresh: noFresh,
    stop: () => stopChild(child, "SIGTERM"),
  };
}
