import { randomUUID } from "node:crypto";
import { AppError, toProblem } from "@annex/contract";
import type { AccountContext, OperatorContext, PersonContext, TenantContext } from "@annex/control-plane";
import { toldToCaller } from "@annex/db";
import { z } from "zod";
import { parse } from "./parse";
import { readJson } from "./read-body";
import { services } from "./services";
import { whileAllowed } from "./while-allowed";
import { operatorOf, personOf, tenantOf } from "./who-asks";

const correlationSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
/** Next gives none at all to a path without parts. */
const paramsSchema = z.record(z.string(), z.string()).default({});

type RouteContext = { params: Promise<Record<string, string> | undefined> };
type Handler = (request: Request, context: RouteContext) => Promise<Response>;

export interface RouteCall<C> {
  readonly ctx: C;
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
function renderError(failure: unknown, correlationId: string): Response {
  const error = toldToCaller(failure);
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

/** What whoever comes by may send: a link's secret and a password. */
const openBytes = 16_000;

function callOf<C>(ctx: C, request: Request, params: Record<string, string>, maxBytes?: number): RouteCall<C> {
  return {
    ctx,
    request,
    param: (name) => params[name] ?? "",
    query: (schema) => parse(schema, Object.fromEntries([...new URL(request.url).searchParams].toReversed())),
    input: async (schema) => parse(schema, await readJson(request, maxBytes)),
  };
}

/** Of an operator who acts in a tenant by its owner's consent. */
function isActing(ctx: unknown): boolean {
  return typeof ctx === "object" && ctx !== null && "accessId" in ctx && ctx.accessId !== undefined;
}

function route<C>(
  loadContext: (request: Request) => Promise<C>,
  act: (call: RouteCall<C>) => Promise<unknown>,
  status: number,
  maxBytes?: number,
): Handler {
  return async (request, { params }) => {
    const correlationId = correlationIdOf(request);
    try {
      const ctx = await loadContext(request);
      const lookedAt = performance.now();
      const call = callOf(ctx, request, paramsSchema.parse(await params), maxBytes);
      const result = await act(call);
      const asked = { request, lookedAt, isActing: isActing(ctx), lookAgain: () => loadContext(request) };
      return renderResult(await whileAllowed({ ...asked, result }), status, correlationId);
    } catch (error) {
      return renderError(error, correlationId);
    }
  };
}

/** A route of a tenant: who, in which tenant, by which rule, then `act`; its result as JSON. */
export function tenantRoute(act: (call: RouteCall<TenantContext>) => Promise<unknown>, status = 200): Handler {
  return route(tenantOf, act, status);
}

/** A route of the platform's operators, who sign in, and of their tokens where the rule has a scope. */
export function operatorRoute(act: (call: RouteCall<OperatorContext>) => Promise<unknown>, status = 200): Handler {
  return route(operatorOf, act, status);
}

/** A route of a person's own account, whatever the tenant. */
export function personRoute(act: (call: RouteCall<PersonContext>) => Promise<unknown>, status = 200): Handler {
  return route(personOf, act, status);
}

/** A route that needs nobody signed in: what is in the body proves the right, and no cookie is looked at. */
export function openRoute(act: (call: RouteCall<AccountContext>) => Promise<unknown>, status = 200): Handler {
  return route(services, act, status, openBytes);
}
