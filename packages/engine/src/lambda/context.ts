import type { CellConfig } from "../cell/cell-config.ts";
import type { Execution } from "../execution/types.ts";
import type { AwsRequest } from "../http/aws-request.ts";
import type { Principal } from "../iam/principal.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { CodeStore } from "../store/code-store.ts";
import type { Store } from "../store/store.ts";
import type { Sessions } from "../sts/sessions.ts";
import type { Concurrency } from "./concurrency.ts";
import type { CodeSigningConfigs } from "./configs/code-signing-configs.ts";
import type { EventQueue } from "./events/event-queue.ts";
import type { Functions } from "./functions.ts";
import type { Invoker } from "./invoker.ts";
import type { Layers } from "./layers.ts";

/** What every Lambda operation works with. */
export interface Lambda {
  readonly config: CellConfig;
  readonly functions: Functions;
  readonly layers: Layers;
  readonly codeSigning: CodeSigningConfigs;
  readonly code: CodeStore;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly concurrency: Concurrency;
  readonly sessions: Sessions;
  readonly execution: Execution;
  readonly invoker: Invoker;
  readonly events: EventQueue;
  /** What all zips of the account may weigh. */
  readonly codeStorageBytes: number;
  /** Aborted when the engine ends: what is open for long ends with it. */
  readonly ending: AbortSignal;
  /** Where presigned code URLs point to. */
  readonly origin: () => string;
}

/** One call of an operation: parts of the path decoded, principal verified. */
export interface Call {
  readonly lambda: Lambda;
  readonly request: AwsRequest;
  readonly principal: Principal;
  /** Decoded parts that the route's pattern captured. */
  readonly parts: readonly string[];
  readonly requestId: string;
  readonly now: number;
}
