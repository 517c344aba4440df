import { createHash } from "node:crypto";
import type { CellConfig } from "../cell/cell-config.ts";
import type { Execution, FunctionSpec, InvokeResult, ResponseSink } from "../execution/types.ts";
import type { Measured, Metrics } from "../metrics/metrics.ts";
import { own } from "../own.ts";
import type { CodeStore } from "../store/code-store.ts";
import type { Store } from "../store/store.ts";
import type { Sessions } from "../sts/sessions.ts";
import type { Concurrency, Load } from "./concurrency.ts";
import { egressVariable, parseEgress } from "./egress-variable.ts";
import type { FunctionDocument } from "./function-document.ts";
import type { Functions } from "./functions.ts";
import { logGroupOf } from "./logging-config.ts";

export interface Invocation {
  readonly document: FunctionDocument;
  readonly version: string;
  readonly qualifier: string | undefined;
  readonly requestId: string;
  readonly payload: Buffer;
  readonly clientContext?: string;
  readonly tenantId?: string;
  readonly traceHeader?: string;
  readonly sink?: ResponseSink;
}

interface InvokerParts {
  readonly config: CellConfig;
  readonly functions: Functions;
  readonly code: CodeStore;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly concurrency: Concurrency;
  readonly sessions: Sessions;
  readonly execution: Execution;
  readonly onError: (error: unknown) => void;
}

const roleSeconds = 12 * 3600;

/** What the metrics of an invocation are counted under: an alias with weights tells which version it chose. */
function measuredOf({ document, version, qualifier }: Invocation): Measured {
  const weights = own(document.aliases, qualifier)?.weights ?? {};
  const isSplit = Object.keys(weights).length > 0;
  return { functionName: document.name, qualifier, ...(isSplit ? { executedVersion: version } : {}) };
}

/** Runs functions within the account's and each function's concurrency, and writes down what they logged. */
export class Invoker {
  readonly #parts: InvokerParts;
  readonly #specs = new Map<string, FunctionSpec>();

  constructor(parts: InvokerParts) {
    this.#parts = parts;
  }

  /** Changes whenever anything changes that an execution environment was built from. */
  versionKey(document: FunctionDocument, version: string): string {
    const { functions } = this.#parts;
    const { revisionId: _, lastModified: __, description: ___, ...content } = functions.version(document, version);
    const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 16);
    return `${document.name}:${document.createdAt}:${version}:${hash}`;
  }

  #spec(document: FunctionDocument, version: string): FunctionSpec {
    const { functions, code, config, sessions } = this.#parts;
    const configuration = functions.version(document, version);
    const cacheKey = `${document.name}\0${document.createdAt}\0${version}\0${configuration.revisionId}`;
    const known = this.#specs.get(cacheKey);
    if (known) return known;
    const { [egressVariable]: egress, ...environment } = configuration.environment ?? {};
    const roleName = configuration.role.split("/").pop() ?? "";
    const wanted = { roleName, sessionName: document.name, tags: {}, durationSeconds: roleSeconds };
    const spec: FunctionSpec = {
      versionKey: this.versionKey(document, version),
      accountId: config.accountId,
      region: config.region,
      functionName: document.name,
      version,
      runtime: configuration.runtime,
      handler: configuration.handler,
      timeoutMs: configuration.timeout * 1000,
      memoryMb: configuration.memorySize,
      ephemeralStorageMb: configuration.ephemeralStorageMb,
      environment,
      codeDir: code.folder(configuration.codeSha256),
      layerDirs: configuration.layers.map(({ codeSha256 }) => code.folder(codeSha256)),
      egress: parseEgress(egress),
      credentials: sessions.create(wanted, Date.now(), false),
      logFormat: configuration.logFormat,
      logGroup: logGroupOf(document.name, configuration.logGroup),
      logLevels: {
        application: configuration.applicationLogLevel ?? "INFO",
        system: configuration.systemLogLevel ?? "INFO",
      },
    };
    if (this.#specs.size > 10_000) this.#specs.clear();
    this.#specs.set(cacheKey, spec);
    return spec;
  }

  /** Ends the idle environments of a version, unless `successor` would be built the same. */
  retire(document: FunctionDocument, version: string, successor?: FunctionDocument): void {
    const key = this.versionKey(document, version);
    if (successor && this.versionKey(successor, version) === key) return;
    this.#parts.execution.retire(key).catch(this.#parts.onError);
  }

  /** @throws AwsError `TooManyRequestsException` at a concurrency limit. */
  async run(invocation: Invocation): Promise<InvokeResult> {
    const { document, version, qualifier, requestId, payload, clientContext, tenantId, traceHeader, sink } = invocation;
    const { execution, functions, concurrency } = this.#parts;
    const spec = this.#spec(document, version);
    const load = this.#enter(invocation);
    const startedAt = Date.now();
    try {
      const invokedFunctionArn = functions.arn(document.name, qualifier);
      const optional = {
        ...(clientContext === undefined ? {} : { clientContext }),
        ...(tenantId === undefined ? {} : { tenantId }),
        ...(traceHeader === undefined ? {} : { traceHeader }),
        ...(sink === undefined ? {} : { sink }),
      };
      const result = await execution.invoke({ spec, requestId, invokedFunctionArn, payload, ...optional });
      this.#writeLog(spec.logGroup, result);
      this.#measure(invocation, result, load, startedAt);
      return result;
    } finally {
      concurrency.leave(document);
    }
  }

  #enter(invocation: Invocation): Load {
    try {
      return this.#parts.concurrency.enter(invocation.document);
    } catch (error) {
      this.#parts.metrics.add(measuredOf(invocation), { Throttles: 1 }, Date.now());
      throw error;
    }
  }

  #measure(invocation: Invocation, result: InvokeResult, load: Load, startedAt: number): void {
    const Errors = result.functionError === undefined ? 0 : 1;
    const values = { Invocations: 1, Errors, Throttles: 0, Duration: result.durationMs };
    this.#parts.metrics.add(measuredOf(invocation), { ...values, ConcurrentExecutions: load.ofFunction }, startedAt, {
      ConcurrentExecutions: load.ofAccount,
      UnreservedConcurrentExecutions: load.unreserved,
    });
  }

  #writeLog(group: string, { logs, logStream }: InvokeResult): void {
    const ingested = Date.now();
    this.#parts.store.logs.append(
      logs.map(({ timestamp, message }) => ({ group, stream: logStream, timestamp, ingested, message })),
    );
  }
}
