import type { z } from "zod";
import {
  type AcceptResponse,
  acceptResponseSchema,
  type InvocationStatus,
  invocationStatusSchema,
} from "../accepted-invocations.ts";
import { AppError } from "../app-error.ts";
import { type InvokeResponse, invokeResponseSchema } from "../data-plane.ts";
import { type ErrorCode, problemSchema } from "../error-codes.ts";
import type { FieldValues } from "../fields.ts";
import { dataPlaneRoutes } from "../routes.ts";
import type { StreamEvent } from "../stream-events.ts";
import { readEvents } from "./read-events.ts";
import { createRecords, type RecordsClient } from "./records.ts";
import { type ClientCredentials, createTokenSource } from "./token-source.ts";
import { pause, untilAborted } from "./until-aborted.ts";

export interface ClientOptions extends ClientCredentials {
  /** Where the data plane is: `https://api.example.com`. */
  readonly url: string;
}

export interface CallOptions {
  /** The same key and request again get the first one's answer. Accepting calls have a random one without it. */
  readonly idempotencyKey?: string;
  /** 8 to 64 letters, digits, `_` or `-`; it is found again in every log line of the call. */
  readonly correlationId?: string;
  readonly signal?: AbortSignal;
}

/** What was streamed is not kept: there is no idempotency key. */
export type StreamOptions = Omit<CallOptions, "idempotencyKey">;

/** An event of a stream that goes on; what goes wrong is thrown. */
export type TellingEvent = Exclude<StreamEvent, { type: "error" }>;

export interface AcceptOptions extends CallOptions {
  /** The tenant's webhook that is told the outcome, by name. */
  readonly webhook?: string;
}

/**
 * The data plane as a SaaS calls it. A call that the platform refuses throws AppError with the platform's own code and
 * text; tenant code that fails is an answer with another `status` than `success`.
 */
export interface AnnexClient {
  /** Runs what the tenant has bound, and answers the fields to set. */
  runExtensionPoint(key: string, fields: FieldValues, options?: CallOptions): Promise<InvokeResponse>;
  runFunction(name: string, fields: FieldValues, options?: CallOptions): Promise<InvokeResponse>;
  /** Resolves when the invocations are durable; each will have its one outcome. */
  acceptExtensionPoint(key: string, fields: FieldValues, options?: AcceptOptions): Promise<AcceptResponse>;
  acceptFunction(name: string, fields: FieldValues, options?: AcceptOptions): Promise<AcceptResponse>;
  /**
   * Runs one function and tells what it writes while it writes it: `started`, `chunk`s, `completed` with the outcome.
   * A reader who takes its time slows the function down; one who stops reading does not end it.
   */
  streamFunction(name: string, fields: FieldValues, options?: StreamOptions): AsyncIterable<TellingEvent>;
  /** The same for each function that is bound, one after the other. */
  streamExtensionPoint(key: string, fields: FieldValues, options?: StreamOptions): AsyncIterable<TellingEvent>;
  getInvocation(id: string): Promise<InvocationStatus>;
  /** The product's records of this tenant, within the client's scopes. */
  readonly records: RecordsClient;
}

interface Request {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly accept?: "text/event-stream";
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly options?: CallOptions;
}

const mostAttempts = 3;
const longestWaitSeconds = 10;

/** Of what answers in the data plane's place, such as a load balancer, whose texts are its own. */
const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  429: "limit_exceeded",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
};

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3). */
function retryAfterOf({ headers }: Response): { retryAfterSeconds?: number } {
  const told = headers.get("retry-after");
  if (told === null || told.trim() === "") return {};
  const seconds = Number.isFinite(Number(told)) ? Number(told) : (Date.parse(told) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? { retryAfterSeconds: Math.max(0, seconds) } : {};
}

async function problemOf(response: Response): Promise<AppError> {
  const problem = problemSchema.safeParse(await response.json().catch(() => null)).data;
  const retry = retryAfterOf(response);
  if (!problem)
    return new AppError(
      codeOfStatus[response.status] ?? "upstream_failed",
      `The data plane answered ${response.status}.`,
      retry,
    );
  const { code, detail, errors = [], reason } = problem;
  return new AppError(code, detail, { errors, ...retry, ...(reason === undefined ? {} : { reason }) });
}

/** The answer's JSON, in the form that is known. @throws AppError where it is another one, or ends half-way. */
async function readAnswer<T extends z.ZodType>(response: Response, answer: T): Promise<z.output<T>> {
  const text = await response.text().catch((cause) => {
    throw new AppError("unavailable", "The connection ended before the answer was told.", { cause });
  });
  try {
    return answer.parse(response.status === 204 ? undefined : JSON.parse(text));
  } catch (cause) {
    throw new AppError("upstream_failed", "The data plane answered in a form that this client does not know.", {
      cause,
    });
  }
}

function headersOf({ accept, body, ifMatch, options = {} }: Request, token: string): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    ...(accept === undefined ? {} : { accept }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
    ...(options.idempotencyKey === undefined ? {} : { "idempotency-key": options.idempotencyKey }),
    ...(options.correlationId === undefined ? {} : { "x-correlation-id": options.correlationId }),
  };
}

/** How long to wait before the same request is sent again; undefined where it is not to be. */
function waitSeconds(error: AppError, attempt: number, hasKey: boolean): number | undefined {
  // the first request with the key is still being worked at: its answer is this one's too
  const isWorkedAt = error.code === "conflict" && error.retryAfterSeconds !== undefined;
  const isRefused = error.code === "limit_exceeded" || (hasKey && (error.code === "unavailable" || isWorkedAt));
  const seconds = error.retryAfterSeconds ?? attempt * 0.5;
  return isRefused && attempt < mostAttempts && seconds <= longestWaitSeconds ? seconds : undefined;
}

/** A typed client of the data plane for an API client of one tenant; tokens are fetched and kept by it. */
export function createClient(options: ClientOptions): AnnexClient {
  const tokens = createTokenSource(options);
  const base = options.url.replace(/\/+$/, "");

  const send = (request: Request, token: string): Promise<Response> => {
    const { method, path, body, options: { signal } = {} } = request;
    return fetch(`${base}${path}`, {
      method,
      headers: headersOf(request, token),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    }).catch((cause) => {
      throw new AppError("unavailable", "The data plane cannot be reached.", { cause });
    });
  };
  const ask = async (request: Request): Promise<Response> => {
    const tokenNow = () => untilAborted(tokens.token(), request.options?.signal);
    const token = await tokenNow();
    const response = await send(request, token);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    tokens.forget(token); // its key was rotated, or its secret changed: once more with a new one
    return send(request, await tokenNow());
  };
  const askPatiently = async <T>(request: Request, read: (response: Response) => T | Promise<T>): Promise<T> => {
    const signal = request.options?.signal;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await ask(request);
        if (!response.ok) throw await problemOf(response);
        return await read(response);
      } catch (error) {
        signal?.throwIfAborted();
        const hasKey = request.options?.idempotencyKey !== undefined || request.method === "GET";
        const seconds = error instanceof AppError ? waitSeconds(error, attempt, hasKey) : undefined;
        if (seconds === undefined) throw error;
        await pause(seconds * 1000, signal);
      }
    }
  };
  const call = <T extends z.ZodType>({ answer, ...request }: Request & { answer: T }): Promise<z.output<T>> =>
    askPatiently(request, (response) => readAnswer(response, answer));
  async function* stream(path: string, fields: FieldValues, how: StreamOptions = {}) {
    const request: Request = { method: "POST", path, body: { fields }, options: how, accept: "text/event-stream" };
    yield* readEvents(await askPatiently(request, (response) => response), how.signal);
  }
  const run = (path: string, fields: FieldValues, how: CallOptions = {}) =>
    call({ method: "POST", path, body: { fields }, answer: invokeResponseSchema, options: how });
  const accept = (path: string, fields: FieldValues, { webhook, ...how }: AcceptOptions = {}) => {
    const keyed = { idempotencyKey: crypto.randomUUID(), ...how };
    const body = { fields, ...(webhook === undefined ? {} : { webhook }) };
    return call({ method: "POST", path: `${path}?mode=async`, body, answer: acceptResponseSchema, options: keyed });
  };
  return {
    runExtensionPoint: (key, fields, how) => run(dataPlaneRoutes.extensionPointInvocations(key), fields, how),
    runFunction: (name, fields, how) => run(dataPlaneRoutes.functionInvocations(name), fields, how),
    acceptExtensionPoint: (key, fields, how) => accept(dataPlaneRoutes.extensionPointInvocations(key), fields, how),
    acceptFunction: (name, fields, how) => accept(dataPlaneRoutes.functionInvocations(name), fields, how),
    streamFunction: (name, fields, how) => stream(dataPlaneRoutes.functionInvocations(name), fields, how),
    streamExtensionPoint: (key, fields, how) => stream(dataPlaneRoutes.extensionPointInvocations(key), fields, how),
    getInvocation: (id) =>
      call({ method: "GET", path: dataPlaneRoutes.invocation(id), answer: invocationStatusSchema }),
    records: createRecords(call),
  };
}
