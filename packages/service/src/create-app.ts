import { AppError, checkJsonDepth, scopeSchema, toProblem } from "@annex/contract";
import { toldToCaller } from "@annex/db";
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { correlationIdFrom } from "./correlation-id.ts";
import { knownTraceId } from "./trace-context.ts";

export interface AppOptions {
  readonly name: string;
  readonly logLevel: string;
  /** Bytes; more is answered 413. */
  readonly bodyLimit: number;
  /** Why the service cannot do its work now; none where it can. Asked by `GET /ready`. */
  readonly notReady?: () => Promise<readonly string[]>;
  /** Milliseconds that a client may take for a request's headers, and for the whole of it. */
  readonly headersTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
}

const maxHeaderBytes = 16_384;

const bodyTooLarge = "FST_ERR_CTP_BODY_TOO_LARGE";

/**
 * Fastify closes the connection on a body that is too large. To a client that is still sending, that is a broken pipe, and the
 * answer that tells why is lost. Kept open, Node.js throws away what still comes, until the request's time is over.
 */
function readOnAfterAnswer(reply: FastifyReply): void {
  reply.removeHeader("connection");
}

/** Fastify's own refusals, as ours. */
function fromFramework(error: FastifyError, bodyLimit: number): unknown {
  if (error.code === bodyTooLarge) {
    return new AppError("payload_too_large", `The request's body is more than ${bodyLimit} bytes. Send less.`);
  }
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") {
    return new AppError("invalid_request", "Send the body as application/json.", { cause: error });
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return new AppError("invalid_request", "The request's body is not JSON.", { cause: error });
  }
  return error;
}

/** RFC 6750, 3.1: what the token lacks; a name that the caller made up is not repeated. */
function insufficientScope(scope: string): string {
  const known = scopeSchema.safeParse(scope).success ? `, scope="${scope}"` : "";
  return `Bearer error="insufficient_scope"${known}`;
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, failure: unknown): FastifyReply {
  const error = toldToCaller(failure);
  const problem = toProblem(error, request.id);
  if (problem.status >= 500) request.log.error({ err: error }, problem.detail);
  // RFC 6750, 3.1: who sent no token at all is told no error
  if (problem.status === 401)
    reply.header("www-authenticate", request.headers.authorization ? 'Bearer error="invalid_token"' : "Bearer");
  if (error instanceof AppError && error.neededScope !== undefined)
    reply.header("www-authenticate", insufficientScope(error.neededScope));
  if (error instanceof AppError && error.retryAfterSeconds !== undefined)
    reply.header("retry-after", String(error.retryAfterSeconds));
  return reply.status(problem.status).type("application/problem+json").send(problem);
}

/** Fastify's own parser, for JSON that is not nested too deep. */
function parseShallowJson(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser<string>("application/json", { parseAs: "string" }, (request, body, done) => {
    checkJsonDepth(body);
    return parseJson(request, body, done);
  });
}

/** What runs while the service ends is answered on connections that close: a kept one would hold up the end. */
function closeWhileEnding(app: FastifyInstance, isEnding: () => boolean): void {
  app.addHook("onSend", (_, reply, payload, done) => {
    if (isEnding()) reply.header("connection", "close");
    done(null, payload);
  });
}

/** `GET /ready`: whether requests are to be sent here. It says no from the moment at which the service begins to end. */
function readyRoute(app: FastifyInstance, notReady: AppOptions["notReady"], isEnding: () => boolean): void {
  app.get("/ready", async (_, reply) => {
    const reasons = isEnding() ? ["The service is ending."] : ((await notReady?.()) ?? []);
    return reply
      .status(reasons.length > 0 ? 503 : 200)
      .send({ status: reasons.length > 0 ? "not_ready" : "ready", reasons });
  });
}

/**
 * An HTTP service as ours are: `request.id` is the correlation ID and is in every answer and log line, every error is a problem
 * document (RFC 9457), a database that is away is 503 with Retry-After, secrets never reach the log. `GET /health` answers while the process lives, `GET /ready` while it
 * can do its work. A client that sends slowly, or large headers, is cut off.
 */
export function createApp(options: AppOptions): FastifyInstance {
  const { name, logLevel, bodyLimit, headersTimeoutMs = 10_000, requestTimeoutMs = 30_000 } = options;
  const app = Fastify({
    bodyLimit,
    genReqId: (request) => correlationIdFrom(request.headers),
    logController: new LogController({ requestIdLogLabel: "correlationId", disableRequestLogging: true }),
    childLoggerFactory(logger, bindings, childOptions, request) {
      const traceId = knownTraceId(request.headers.traceparent);
      return logger.child(traceId === undefined ? bindings : { ...bindings, traceId }, childOptions);
    },
    logger: { level: logLevel, base: { service: name }, redact: ["req.headers.authorization", "req.headers.cookie"] },
    forceCloseConnections: "idle",
    requestTimeout: requestTimeoutMs,
    http: {
      headersTimeout: headersTimeoutMs,
      maxHeaderSize: maxHeaderBytes,
      connectionsCheckingInterval: Math.min(1000, headersTimeoutMs),
    },
    routerOptions: { maxParamLength: 200 },
  });
  parseShallowJson(app);
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers({ "x-correlation-id": request.id, "x-content-type-options": "nosniff", "cache-control": "no-store" });
    done();
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.code === bodyTooLarge) readOnAfterAnswer(reply);
    return sendProblem(request, reply, fromFramework(error, bodyLimit));
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, new AppError("not_found", "There is nothing here.")),
  );
  app.get("/health", async () => ({ status: "ok" }));
  let isEnding = false;
  app.addHook("preClose", async () => {
    isEnding = true;
  });
  closeWhileEnding(app, () => isEnding);
  readyRoute(app, options.notReady, () => isEnding);
  return app;
}
