import { randomUUID } from "node:crypto";
import { AppError, toProblem } from "@annex/contract";
import type { OperatorContext, TenantContext } from "@annex/control-plane";
import { z } from "zod";
import { operatorContext, tenantContext } from "./contexts";
import { parse } from "./parse";
import { readJson } from "./read-body";
import { refuseForeignOrigin } from "./same-origin";
import { sessionUser } from "./session";
import type { SessionUser } from "./session-user";

const correlationSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
// Next gives a path without parts no params at all
const paramsSchema = z.record(z.string(), z.string()).default({});

/** Next gives no parameters to a path without any. */
type RouteContext = { params: Promise<Record<string, string> | undefined> };
type Handler = (request: Request, context: RouteContext) => Promise<Response>;

export interface RouteCall<C> {
  readonly ctx: C;
  readonly user: SessionUser;
  readonly request: Request;
  /** A part of the path. */
  param(name: string): string;
  /** The query, parsed; the first of each name counts. */
  query<T extends z.ZodType>(schema: T): z.output<T>;
  /** The JSON body, parsed. */
  input<T extends z.ZodType>(schema: T): Promise<z.output<T>>;
}

function correlationIdOf(request: Request): string {
  const given = correlationSchema.safeParse(request.headers.get("x-correlation-id"));
  return given.success ? given.data : randomUUID();
}

/** The one place where an error becomes an answer. */
function renderError(error: unknown, correlationId: string): Response {
  const problem = toProblem(error, correlationId);
  if (problem.status >= 500) console.error(JSON.stringify({ level: "error", correlationId, message: describe(error) }));
  const headers = new Headers({ "content-type": "application/problem+json", "x-correlation-id": correlationId });
  if (error instanceof AppError && error.retryAfterSeconds) {
    headers.set("retry-after", String(error.retryAfterSeconds));
  }
  return Response.json(problem, { status: problem.status, headers });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause ? ` ← ${describe(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}

function renderResult(result: unknown, status: number, correlationId: string): Response {
  const response =
    result instanceof Response
      ? result
      : result === undefined
        ? new Response(null, { status: 204 })
        : Response.json(result, { status });
  response.headers.set("x-correlation-id", correlationId);
  response.headers.set("cache-control", "no-store");
  return response;
}

function callOf<C>(ctx: C, user: SessionUser, request: Request, params: Record<string, string>): RouteCall<C> {
  return {
    ctx,
    user,
    request,
    param: (name) => params[name] ?? "",
    query: (schema) => parse(schema, Object.fromEntries([...new URL(request.url).searchParams].toReversed())),
    input: async (schema) => parse(schema, await readJson(request)),
  };
}

function route<C>(
  loadContext: (user: SessionUser, request: Request) => Promise<C>,
  act: (call: RouteCall<C>) => Promise<unknown>,
  status: number,
): Handler {
  return async (request, { params }) => {
    const correlationId = correlationIdOf(request);
    try {
      refuseForeignOrigin(request);
      const user = await sessionUser();
      if (!user) throw new AppError("unauthenticated", "Sign in first.");
      const ctx = await loadContext(user, request);
      const call = callOf(ctx, user, request, paramsSchema.parse((await params) ?? {}));
      return renderResult(await act(call), status, correlationId);
    } catch (error) {
      return renderError(error, correlationId);
    }
  };
}

/** A route of a tenant: session, then the tenant of the header `X-Annex-Tenant`, then `act`; its result as JSON. */
export function tenantRoute(act: (call: RouteCall<TenantContext>) => Promise<unknown>, status = 200): Handler {
  // EventSource sends no headers, so that a stream names its tenant in the query.
  const named = (request: Request) =>
    request.headers.get("x-annex-tenant") ?? new URL(request.url).searchParams.get("tenant");
  return route((user, request) => tenantContext(user, named(request)), act, status);
}

/** A route of the platform's operators. */
export function operatorRoute(act: (call: RouteCall<OperatorContext>) => Promise<unknown>, status = 200): Handler {
  return route(operatorContext, act, status);
}
