import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { z } from "zod";
import type { CellConfig } from "./cell/cell-config.ts";
import type { CgroupChoice } from "./execution/cgroup/hierarchies.ts";
import { createExecution, type LocalExecution } from "./execution/create-execution.ts";
import type { EgressEvent } from "./execution/egress/egress-gate.ts";
import { AwsError } from "./http/aws-error.ts";
import { type AwsRequest, type AwsResponse, json, toAwsRequest } from "./http/aws-request.ts";
import type { HttpRequest } from "./http/http-requests.ts";
import { HttpServer } from "./http/http-server.ts";
import { accountConcurrency, totalCodeBytes } from "./lambda/account-limits.ts";
import { Concurrency } from "./lambda/concurrency.ts";
import { CodeSigningConfigs } from "./lambda/configs/code-signing-configs.ts";
import type { Lambda } from "./lambda/context.ts";
import { EventQueue, lambdaRetryMs } from "./lambda/events/event-queue.ts";
import { Functions } from "./lambda/functions.ts";
import { findOperation, lambdaError } from "./lambda/handle-lambda.ts";
import { Invoker } from "./lambda/invoker.ts";
import { Layers } from "./lambda/layers.ts";
import { verifyCodeUrl } from "./lambda/presign-code.ts";
import { handleLogs, logsError } from "./logs/handle-logs.ts";
import { handleMetrics, metricsError } from "./metrics/handle-metrics.ts";
import { Metrics } from "./metrics/metrics.ts";
import { parseClaim, verifySignature } from "./sigv4/verify-signature.ts";
import { CodeStore } from "./store/code-store.ts";
import { isDiskFull } from "./store/disk-full.ts";
import { keepLogsBounded, type LogBounds } from "./store/keep-logs-bounded.ts";
import { Store } from "./store/store.ts";
import { handleSts, stsError } from "./sts/handle-sts.ts";
import { Sessions } from "./sts/sessions.ts";

export interface EngineOptions {
  readonly dataDir: string;
  readonly config: CellConfig;
  /** Execution environments that wait for a function, for each language runtime. */
  readonly poolSize?: number;
  /** How long an execution environment may be idle before it is ended (5 minutes otherwise). */
  readonly idleTimeoutMs?: number;
  /** How long after an invocation its environment is frozen, unless the next one comes before (5 ms otherwise; 0 at once). */
  readonly freezeAfterMs?: number;
  /** Execution environments at once, of all functions (128 otherwise): the longest idle one makes place for another. */
  readonly maxEnvironments?: number;
  /** Names that the egress proxy resolves itself: `host:port` to `ip:port`. */
  readonly egressAliases?: Readonly<Record<string, string>>;
  /** Invocations that may run at once in the whole account; Lambda's default otherwise. */
  readonly accountConcurrency?: number;
  /** How long a function stays `Pending`, and a change `InProgress`. */
  readonly settleMs?: number;
  /** Pauses before an asynchronous invocation's second and third attempt; Lambda's minute and two otherwise. */
  readonly asyncRetryMs?: readonly number[];
  /** Run functions as plain processes where no sandbox can be had. For trusted code alone. */
  readonly allowUnsandboxed?: boolean;
  /** The cgroups that may be used; all that the machine has where nothing is said. */
  readonly cgroups?: CgroupChoice;
  /** For each connection that a function asked for. */
  readonly onEgress?: (event: EgressEvent) => void;
  /** What all zips of the account may weigh; Lambda's default otherwise. */
  readonly codeStorageBytes?: number;
  /** What is kept of logs; all of it otherwise, but for groups with a retention policy. */
  readonly logBounds?: LogBounds;
  /** For what went wrong on our side; never answered to callers. */
  readonly onError?: (error: unknown) => void;
}

export interface Engine {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Drains, then ends every sandbox and closes the state. */
  close(): Promise<void>;
}

const engineVersion = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))).version;

type Service = "lambda" | "sts" | "logs" | "monitoring";
type ErrorRenderer = (error: AwsError, requestId: string) => AwsResponse;

function serviceOf(name: string): Service {
  if (name === "lambda" || name === "sts" || name === "logs" || name === "monitoring") return name;
  throw new AwsError(
    "UnknownOperationException",
    404,
    `The engine does not speak the service ${name}: it speaks lambda, sts, logs and monitoring.`,
  );
}

/** Each service, and each protocol of it, tells errors its own way. */
function rendererOf(service: Service, request: AwsRequest): ErrorRenderer {
  const renderers = { lambda: lambdaError, sts: stsError, logs: logsError };
  if (service !== "monitoring") return renderers[service];
  return (error, requestId) => metricsError(request, error, requestId);
}

function dispatch(
  lambda: Lambda,
  request: AwsRequest,
  requestId: string,
  told: (renderer: ErrorRenderer) => void,
): AwsResponse | Promise<AwsResponse> {
  const now = Date.now();
  const claim = parseClaim(request);
  const service = serviceOf(claim.service);
  told(rendererOf(service, request));
  const { principal: signer, secretAccessKey } = lambda.sessions.identify(claim.accessKeyId, claim.sessionToken, now);
  verifySignature(request, claim, secretAccessKey, now);
  const principal = { ...signer, request: { sourceIp: request.sourceIp, region: claim.region, now } };
  if (service === "sts") {
    const { config, sessions } = lambda;
    return handleSts({ config, sessions, principal, now }, request);
  }
  if (claim.region !== lambda.config.region) {
    throw new AwsError(
      "InvalidSignatureException",
      403,
      `Credential should be scoped to a valid region, '${lambda.config.region}'.`,
    );
  }
  if (service === "logs") {
    const { accountId, region } = lambda.config;
    return handleLogs({ logs: lambda.store.logs, accountId, region, principal, now }, request, lambda.ending);
  }
  if (service === "monitoring") return handleMetrics({ metrics: lambda.metrics, principal, now }, request, requestId);
  const { operation, parts } = findOperation(request.method, request.rawPath);
  return operation({ lambda, request, principal, parts, requestId, now });
}

async function answerOwnPaths(
  lambda: Lambda & { readonly execution: LocalExecution },
  target: string,
): Promise<AwsResponse> {
  const url = new URL(target, "http://engine");
  if (url.pathname === "/_engine/health") {
    const isolation = lambda.execution.isolation();
    return json({
      status: "ok",
      version: engineVersion,
      runtimes: lambda.execution.runtimes(),
      missingRuntimes: lambda.execution.missingRuntimes(),
      isolation,
      functions: lambda.functions.all().length,
      environments: lambda.execution.environments().length,
      preStarted: lambda.execution.preStarted(),
    });
  }
  const codeSha256 = url.pathname.startsWith("/_engine/code/") ? verifyCodeUrl(url, Date.now()) : undefined;
  if (!codeSha256) return json({ Message: "Not found" }, 404);
  return { status: 200, headers: { "content-type": "application/zip" }, body: await lambda.code.zip(codeSha256) };
}

/** What a caller reads of a failure: of ours no more than what he can do about it. */
function toShown(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const text = isDiskFull(error)
    ? "The engine's disk is full: nothing was changed. Make room, then try again."
    : "The engine failed; see its log.";
  return new AwsError("ServiceException", 500, text);
}

/** Function URLs are stored for the tools that ask for them. */
const urlNotServed = json(
  { Message: "The engine stores function URLs and does not serve them: call the function with Invoke." },
  501,
);

interface Answering {
  readonly lambda: Lambda & { readonly execution: LocalExecution };
  readonly onError: (error: unknown) => void;
}

/** Answers one request, whatever happens. An invocation is answered by callbacks alone: it is on everybody's way. */
function answer(
  { lambda, onError }: Answering,
  request: HttpRequest,
  sourceIp: string,
  reply: (response: AwsResponse) => void,
): void {
  const requestId = randomUUID();
  let render: ErrorRenderer = lambdaError;
  const succeed = (response: AwsResponse) => {
    if (response.body instanceof Readable) response.body.once("error", onError);
    reply({ ...response, headers: { "x-amzn-requestid": requestId, ...response.headers } });
  };
  const fail = (error: unknown) => {
    if (!(error instanceof AwsError)) onError(error);
    reply(render(toShown(error), requestId));
  };
  try {
    if (request.headers.get("host")?.includes(".lambda-url.")) return void reply(urlNotServed);
    if (request.path.startsWith("/_engine/")) return void answerOwnPaths(lambda, request.path).then(reply, fail);
    const response = dispatch(lambda, toAwsRequest(request, sourceIp), requestId, (told) => {
      render = told;
    });
    if (response instanceof Promise) response.then(succeed, fail);
    else succeed(response);
  } catch (error) {
    fail(error);
  }
}

/**
 * Starts the engine on the loopback address: port 0 takes a free one.
 * @throws when another engine uses the data folder, the port is taken, or no sandbox can be had.
 */
export async function createEngine(options: EngineOptions, port = 0): Promise<Engine> {
  const { dataDir, config } = options;
  const onError =
    options.onError ?? ((error) => process.stderr.write(`${error instanceof Error ? error.stack : error}\n`));
  const store = new Store(dataDir, onError);
  const code = new CodeStore(dataDir);
  const functions = new Functions(store, config, onError, options.settleMs);
  const layers = new Layers(store, config);
  const codeSigning = new CodeSigningConfigs(store, config);
  const metrics = new Metrics(store);
  const sessions = new Sessions(config, store, Date.now());
  const execution = createExecution({
    dataDir,
    poolSize: options.poolSize ?? 2,
    idleTimeoutMs: options.idleTimeoutMs ?? 300_000,
    egressAliases: { ...options.egressAliases },
    ...(options.freezeAfterMs === undefined ? {} : { freezeAfterMs: options.freezeAfterMs }),
    ...(options.maxEnvironments ? { maxEnvironments: options.maxEnvironments } : {}),
    ...(options.onEgress ? { onEgress: options.onEgress } : {}),
    ...(options.cgroups ? { cgroups: options.cgroups } : {}),
    allowUnsandboxed: options.allowUnsandboxed === true,
  });
  const concurrency = new Concurrency(functions, options.accountConcurrency ?? accountConcurrency);
  const invoker = new Invoker({ config, functions, code, store, metrics, concurrency, sessions, execution, onError });
  const retryMs = options.asyncRetryMs ?? lambdaRetryMs;
  const ending = new AbortController();
  const events = new EventQueue({ config, store, metrics, functions, invoker, retryMs, onError });
  let url = "";
  const lambda = {
    config,
    functions,
    layers,
    codeSigning,
    code,
    store,
    metrics,
    concurrency,
    sessions,
    execution,
    invoker,
    events,
    codeStorageBytes: options.codeStorageBytes ?? totalCodeBytes,
    ending: ending.signal,
    origin: () => url,
  };
  const server = new HttpServer((request, sourceIp, reply) => answer({ lambda, onError }, request, sourceIp, reply));
  try {
    await code.sweep(new Set([...functions.codeInUse(), ...layers.codeInUse()]));
    await execution.start();
    url = `http://127.0.0.1:${await server.listen(port)}`;
  } catch (error) {
    await execution.stop();
    store.close();
    throw error;
  }
  events.start();
  const stopForgetting = keepLogsBounded(store.logs, options.logBounds ?? {}, onError);
  return {
    url,
    async close() {
      ending.abort();
      stopForgetting();
      const closed = server.close();
      await events.close();
      await closed;
      await execution.stop();
      invoker.record();
      functions.close();
      metrics.close();
      store.close();
    },
  };
}
