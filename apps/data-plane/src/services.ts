import type { Invokers } from "@annex/aws";
import type { JobSender } from "@annex/control-plane";
import type { Db } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import type { Evaluate } from "@annex/field-mapping";
import type { Directory, Target, TenantState, TokenVerifier } from "@annex/invocation";
import type { TraceSampler } from "@annex/service";
import type { Ledger, LineWriter, PayloadRecorder } from "@annex/telemetry";
import type { TenantLimiter } from "./limits/tenant-limiter.ts";
import type { Tally } from "./tally/tally.ts";

/** What the pipeline works with; made once at start. */
export interface Services {
  readonly db: Db;
  readonly directory: Directory;
  readonly tokens: TokenVerifier;
  readonly checkTenancy: (state: TenantState, target: Target) => void;
  readonly invokers: Invokers;
  readonly ledger: Ledger;
  /** Lines of the data plane's own, which the tenant reads beside its functions'. */
  readonly lines: LineWriter;
  readonly payloads: PayloadRecorder;
  readonly limits: TenantLimiter;
  readonly tally: Tally;
  /** Evaluates a tenant's expressions, fairly between the tenants; `whose` is its key. */
  readonly evaluateFor: (whose: string) => Evaluate;
  readonly jobs: JobSender;
  readonly masterKey: MasterKey;
  /** Which traces are recorded. */
  readonly sampled: TraceSampler;
  /** What fails beside a request is told to the log. */
  readonly onError: (error: unknown) => void;
}
