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
  readonly clientContext?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly traceHeader?: string | undefined;
  readonly sink?: ResponseSink | undefined;
}

/** An invocation that ended, until it is written down. */
interface Ended {
  readonly invocation: Invocation;
  readonly result: InvokeResult;
  readonly load: Load;
  readonly logGroup: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
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
/** So long new environments are made with the same credentials: theirs hold as long again at least. */
const specMs = (roleSeconds / 2) * 1000;

interface KeptSpec {
  readonly spec: FunctionSpec;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** What the metrics of an invocation are counted under: an alias with weights tells which version it chose. */
function measuredOf({ document, version, qualifier }: Invocation): Measured {
  const weights = own(document.aliases, qualifier)?.weights;
  const isSplit = weights !== undefined && Object.keys(weights).length > 0;
  return { functionName: document.name, qualifier, ...(isSplit ? { executedVersion: version } : {}) };
}

/** Runs functions within the account's and each function's concurrency, and writes down what they logged. */
export class Invoker {
  readonly #parts: InvokerParts;
  readonly #specs = new Map<string, KeptSpec>();
  #ended: Ended[] = [];
  #turn: NodeJS.Immediate | undefined;

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
    const now = Date.now();
    const known = this.#specs.get(cacheKey);
    if (known && now < known.until) return known.spec;
    if (known) this.retire(document, version); // their credentials would end while they serve
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
      credentials: sessions.create(wanted, now, false),
      logFormat: configuration.logFormat,
      logGroup: logGroupOf(document.name, configuration.logGroup),
      logLevels: {
        application: configuration.applicationLogLevel ?? "INFO",
        system: configuration.systemLogLevel ?? "INFO",
      },
    };
    if (this.#specs.size > 10_000) this.#specs.clear();
    this.#specs.set(cacheKey, { spec, until: now + specMs });
    return spec;
  }

  /** Ends the idle environments of a version, unless `successor` would be built the same. */
  retire(document: FunctionDocument, version: string, successor?: FunctionDocument): void {
    const key = this.versionKey(document, version);
    if (successor && this.versionKey(successor, version) === key) return;
    this.#parts.execution.retire(key).catch(this.#parts.onError);
  }

  /**
   * Resolves for every outcome of the function; log and metrics follow once the caller has his answer.
   * @throws AwsError `TooManyRequestsException` at a concurrency limit.
   */
  run(invocation: Invocation): Promise<InvokeResult> {
    const { document, version, qualifier, requestId, payload, clientContext, tenantId, traceHeader, sink } = invocation;
    const { execution, functions, concurrency } = this.#parts;
    const spec = this.#spec(document, version);
    const load = this.#enter(invocation);
    const startedAt = Date.now();
    const invokedFunctionArn = functions.arn(document.name, qualifier);
    const request = { spec, requestId, invokedFunctionArn, payload, clientContext, tenantId, traceHeader, sink };
    return execution.invoke(request).then(
      (result) => {
        concurrency.leave(document);
        this.#ended.push({ invocation, result, load, logGroup: spec.logGroup, startedAt });
        this.#turn ??= setImmediate(() => this.record());
        return result;
      },
      (error: unknown) => {
        concurrency.leave(document);
        throw error;
      },
    );
  }

  /** Writes down what ended since the last turn. */
  record(): void {
    clearImmediate(this.#turn);
    this.#turn = undefined;
    const ended = this.#ended;
    this.#ended = [];
    for (const each of ended) {
      this.#writeLog(each);
      this.#measure(each);
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

  #measure({ invocation, result, load, startedAt }: Ended): void {
    const values = {
      Invocations: 1,
      Errors: result.functionError === undefined ? 0 : 1,
      Throttles: 0,
      Duration: result.durationMs,
      ConcurrentExecutions: load.ofFunction,
    };
    this.#parts.metrics.add(measuredOf(invocation), values, startedAt, {
      ConcurrentExecutions: load.ofAccount,
      UnreservedConcurrentExecutions: load.unreserved,
    });
  }

  #writeLog({ logGroup: group, result }: Ended): void {
    const { logs, logStream: stream } = result;
    const ingested = Date.now();
    const events = logs.map(({ timestamp, message }) => ({ group, stream, timestamp, ingested, message }));
    this.#parts.store.logs.append({ group, stream, events });
  }
}
