import type { AcceptResult } from "./sections/accept.ts";
import type { FirstRow } from "./sections/first-invocation.ts";
import type { IdleResult } from "./sections/idle.ts";
import type { StartResult } from "./sections/start.ts";
import type { StormRow } from "./sections/storm.ts";
import type { WarmRow } from "./sections/warm.ts";

/** Names of rows that bars compare with. */
export const rows = {
  engine: "Annex engine",
  floorHttp: "floor: smallest node:http server",
  floorEngine: "floor: hand-framed Runtime API, 4 environments",
  serverlessOffline: "serverless-offline 13 (worker threads)",
  workerLoader: "workerd worker-loader (isolate)",
  denoHttpWorker: "deno-http-worker 3 (process)",
  nodePool: "node, pre-started: engine",
  nodePoolFloor: "node, pre-started: floor",
  nodeCold: "node, none pre-started: engine",
  nodeColdFloor: "node, none pre-started: floor",
  pythonPool: "python, pre-started: engine",
  pythonPoolFloor: "python, pre-started: floor",
  pythonCold: "python, none pre-started: engine",
  pythonColdFloor: "python, none pre-started: floor",
  upload: "upload of a zip to its first answer",
} as const;

/** Everything that one run found out; a section that was left out is missing. */
export interface Results {
  readonly warm?: readonly WarmRow[];
  readonly first?: readonly FirstRow[];
  readonly storms?: readonly StormRow[];
  readonly idle?: IdleResult;
  readonly accept?: AcceptResult;
  readonly start?: StartResult;
}
