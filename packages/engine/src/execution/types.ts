/**
 * The seam between the wire (what AWS clients see) and execution (sandboxes that run code).
 * The wire resolves names, qualifiers, policies and concurrency limits; execution runs one function version.
 */

/** One `host:port` a function may reach. `host` is exact or `*.suffix`. */
export interface EgressRule {
  readonly host: string;
  readonly port: number;
}

/** Everything an execution environment is built from. Immutable: any change is another `versionKey`. */
export interface FunctionSpec {
  /** Unique for one immutable function version (function ID, version, revision of code and configuration). */
  readonly versionKey: string;
  readonly accountId: string;
  readonly region: string;
  readonly functionName: string;
  /** `$LATEST` or the published number. */
  readonly version: string;
  /** Lambda's name of the language runtime, such as `nodejs24.x` or `python3.11`. */
  readonly runtime: string;
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly ephemeralStorageMb: number;
  /** The tenant's own variables; Lambda's reserved ones are added by execution. */
  readonly environment: Readonly<Record<string, string>>;
  /** Unpacked code, seen by the function read-only as /var/task. */
  readonly codeDir: string;
  /** Unpacked layers in order, seen merged and read-only as /opt. */
  readonly layerDirs: readonly string[];
  readonly egress: readonly EgressRule[];
  /** Credentials of the execution role, handed to the function as Lambda does. */
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  readonly logFormat: "Text" | "JSON";
  readonly logGroup: string;
  /** Of the JSON format: what is less important is not logged. */
  readonly logLevels: {
    readonly application: "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";
    readonly system: SystemLogLevel;
  };
}

export type SystemLogLevel = "DEBUG" | "INFO" | "WARN";

/** Who takes an answer as the function writes it. */
export interface ResponseSink {
  /** Takes bytes at once; false asks the function to wait for `onceReady`. */
  write(bytes: Buffer): boolean;
  onceReady(resume: () => void): void;
}

export interface InvokeRequest {
  readonly spec: FunctionSpec;
  /** Lambda's request ID: a UUID, in the context, the log and the answer. */
  readonly requestId: string;
  readonly invokedFunctionArn: string;
  readonly payload: Buffer;
  /** Decoded JSON text of X-Amz-Client-Context. */
  readonly clientContext?: string | undefined;
  /** Of a PER_TENANT function: environments are never shared between two of these. */
  readonly tenantId?: string | undefined;
  readonly traceHeader?: string | undefined;
  /** Takes what a streaming function writes; the result's payload is empty then. Without it the answer is kept until it is whole. */
  readonly sink?: ResponseSink | undefined;
}

/** One line (or platform record) of a function's log, in order. */
export interface LogEntry {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  /** Without a newline at its end; a framed message may hold several lines. */
  readonly message: string;
  /** Kept apart by construction: whatever a function writes, it cannot make a platform record. */
  readonly kind: "platform" | "function";
}

export interface InvokeResult {
  /** The handler's JSON, or Lambda's error JSON (`errorType`, `errorMessage`, `stackTrace` / `trace`). */
  readonly payload: Buffer;
  readonly functionError?: "Unhandled" | "Handled" | undefined;
  readonly durationMs: number;
  readonly billedMs: number;
  /** Only on a cold start. */
  readonly initMs?: number | undefined;
  readonly maxMemoryMb: number;
  /** INIT_START, START, the function's lines, END and REPORT of this invocation. */
  readonly logs: readonly LogEntry[];
  /** `YYYY/MM/DD/[version]<32 hex>`: one stream for one execution environment. */
  readonly logStream: string;
}

/** What confinement is in force, as `GET /_engine/health` tells it. */
export interface IsolationReport {
  readonly sandbox: "bubblewrap" | "none";
  readonly namespaces: readonly string[];
  readonly seccomp: boolean;
  readonly cgroups: "v1" | "v2" | "hybrid" | "none";
  readonly limits: Readonly<Record<"memory" | "pids" | "cpu" | "freeze" | "tmp", string>>;
  readonly warnings: readonly string[];
}

export interface Execution {
  start(): Promise<void>;
  /** Resolves for every outcome of tenant code; rejects only when the engine itself failed. */
  invoke(request: InvokeRequest): Promise<InvokeResult>;
  /** Ends the idle environments of a version that was updated or deleted; busy ones end after their invocation. */
  retire(versionKey: string): Promise<void>;
  /** The runtimes that can be had on this machine. */
  runtimes(): readonly string[];
  /** Runtimes that were looked for and cannot be had, with what to do. */
  missingRuntimes(): readonly { readonly name: string; readonly reason: string }[];
  isolation(): IsolationReport;
  /** Drains, then ends every process, cgroup, directory and socket. */
  stop(): Promise<void>;
}
