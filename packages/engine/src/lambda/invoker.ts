import { createHash } from "node:crypto";
import type { CellConfig } from "../cell/cell-config.ts";
import type { Execution, FunctionSpec, InvokeResult } from "../execution/types.ts";
import { AwsError } from "../http/aws-error.ts";
import type { CodeStore } from "../store/code-store.ts";
import type { Store } from "../store/store.ts";
import type { Sessions } from "../sts/sessions.ts";
import { accountConcurrency } from "./account-limits.ts";
import { egressVariable, parseEgress } from "./egress-variable.ts";
import type { FunctionDocument } from "./function-document.ts";
import type { Functions } from "./functions.ts";

export interface Invocation {
  readonly document: FunctionDocument;
  readonly version: string;
  readonly qualifier: string | undefined;
  readonly requestId: string;
  readonly payload: Buffer;
  readonly clientContext?: string;
  readonly tenantId?: string;
  readonly traceHeader?: string;
}

interface InvokerParts {
  readonly config: CellConfig;
  readonly functions: Functions;
  readonly code: CodeStore;
  readonly store: Store;
  readonly sessions: Sessions;
  readonly execution: Execution;
  readonly onError: (error: unknown) => void;
}

const roleSeconds = 12 * 3600;

function throttled(reason: string): AwsError {
  return new AwsError("TooManyRequestsException", 429, "Rate Exceeded.", {
    members: { Reason: reason, Type: "User" },
    headers: { "retry-after": "1" },
  });
}

/** Runs functions within the account's and each function's concurrency, and writes down what they logged. */
export class Invoker {
  readonly #parts: InvokerParts;
  readonly #specs = new Map<string, FunctionSpec>();
  readonly #running = new Map<string, number>();
  #total = 0;

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

  #enter({ name, reservedConcurrency }: FunctionDocument): void {
    const running = this.#running.get(name) ?? 0;
    if (reservedConcurrency !== undefined && running >= reservedConcurrency) {
      throw throttled("ReservedFunctionConcurrentInvocationLimitExceeded");
    }
    if (this.#total >= accountConcurrency) throw throttled("ConcurrentInvocationLimitExceeded");
    this.#running.set(name, running + 1);
    this.#total += 1;
  }

  #leave({ name }: FunctionDocument): void {
    const running = (this.#running.get(name) ?? 1) - 1;
    if (running === 0) this.#running.delete(name);
    else this.#running.set(name, running);
    this.#total -= 1;
  }

  /** @throws AwsError `TooManyRequestsException` at a concurrency limit. */
  async run({ document, version, qualifier, requestId, payload, ...optional }: Invocation): Promise<InvokeResult> {
    const { execution, functions } = this.#parts;
    const spec = this.#spec(document, version);
    this.#enter(document);
    try {
      const invokedFunctionArn = functions.arn(document.name, qualifier);
      const result = await execution.invoke({ spec, requestId, invokedFunctionArn, payload, ...optional });
      this.#writeLog(document.name, result);
      return result;
    } finally {
      this.#leave(document);
    }
  }

  #writeLog(name: string, { logs, logStream }: InvokeResult): void {
    const group = `/aws/lambda/${name}`;
    const ingested = Date.now();
    this.#parts.store.appendLogs(
      logs.map(({ timestamp, message }) => ({ group, stream: logStream, timestamp, ingested, message })),
    );
  }
}
