import { AppError, toProblem } from "@annex/contract";
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { correlationIdFrom } from "./correlation-id.ts";

export interface AppOptions {
  readonly name: string;
  readonly logLevel: string;
  /** Bytes; more is answered 413. */
  readonly bodyLimit: number;
}

/** Fastify's own refusals, as ours. */
function fromFramework(error: FastifyError, bodyLimit: number): unknown {
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") {
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

function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const problem = toProblem(error, request.id);
  if (problem.status >= 500) request.log.error({ err: error }, problem.detail);
  if (problem.status === 401) reply.header("www-authenticate", 'Bearer error="invalid_token"');
  if (error instanceof AppError && error.retryAfterSeconds !== undefined)
    reply.header("retry-after", String(error.retryAfterSeconds));
  return reply.status(problem.status).type("application/problem+json").send(problem);
}

/**
 * An HTTP service as ours are: `request.id` is the correlation ID and is in every answer, every error is a problem
 * document (RFC 9457), secrets never reach the log, `GET /health` answers.
 */
export function createApp({ name, logLevel, bodyLimit }: AppOptions): FastifyInstance {
  const app = Fastify({
    bodyLimit,
    genReqId: (request) => correlationIdFrom(request.headers["x-correlation-id"]),
    logger: { level: logLevel, base: { service: name }, redact: ["req.headers.authorization", "req.headers.cookie"] },
    disableRequestLogging: true,
    forceCloseConnections: "idle",
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({ "x-correlation-id": request.id, "x-content-type-options": "nosniff", "cache-control": "no-store" });
  });
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendProblem(request, reply, fromFramework(error, bodyLimit)),
  );
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, new AppError("not_found", "There is nothing here.")),
  );
  app.get("/health", async () => ({ status: "ok" }));
  return app;
}
