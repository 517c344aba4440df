import {
  AppError,
  type DryRunResponse,
  type FieldValues,
  type FunctionResult,
  type InvokeResponse,
} from "@annex/contract";
import { checkFieldValues } from "@annex/field-mapping";
import type { BoundTarget, PointTargets, Target } from "@annex/invocation";
import type { FastifyInstance } from "fastify";
import { accept, checkStorable } from "../accepted/accept.ts";
import { answerOnce } from "../idempotency/answer-once.ts";
import { acceptanceOf, keyedRequest } from "../idempotency/keyed-request.ts";
import { checkName } from "../parse.ts";
import { admit } from "../pipeline.ts";
import type { Services } from "../services.ts";
import { checkStops } from "../steps/check-stops.ts";
import { meetCondition } from "../steps/meet-condition.ts";
import { streamResponse } from "../streaming/stream-response.ts";
import { wantsEvents } from "../streaming/wants-events.ts";
import { dryRun } from "./dry-run.ts";
import { modeOf } from "./mode-of.ts";
import { parseInvokeRequest } from "./parse-invoke-request.ts";
import { type PointCall, runBound } from "./run-bound.ts";
import { sendAccepted } from "./send-accepted.ts";

interface Path {
  readonly Params: { readonly key: string };
}

function checkFields(point: PointTargets, fields: FieldValues): void {
  const errors = checkFieldValues(fields, point.inputs);
  const first = errors[0];
  if (!first) return;
  const named = errors.map(({ path, message }) => ({ path: `fields.${path}`, message }));
  throw new AppError("invalid_request", `The fields do not fit ${point.key}: ${first.message}`, { errors: named });
}

/** What the bound functions did together. */
interface Composed {
  readonly functions: readonly FunctionResult[];
  readonly skipped: readonly string[];
  /** The fields as they stand then. */
  readonly values: FieldValues;
  /** The first failure of a function that fails closed: nothing is set then, and none after it ran. */
  readonly stoppedBy: FunctionResult | undefined;
}

/** Every bound function that the caller waits for, in its order; each sees what those before it set. */
async function runPoint(call: PointCall, fields: FieldValues): Promise<Composed> {
  const functions: FunctionResult[] = [];
  const skipped: string[] = [];
  let values = fields;
  for (const bound of call.point.bound) {
    if (bound.mode === "async") continue;
    const result = await runBound(call, bound, values);
    if (result === null) {
      skipped.push(bound.target.functionName);
      continue;
    }
    functions.push(result);
    if (result.status !== "success" && bound.failureMode === "closed")
      return { functions, skipped, values, stoppedBy: result };
    values = { ...values, ...result.fields };
  }
  return { functions, skipped, values, stoppedBy: undefined };
}

/**
 * Accepts the functions for which nobody waits, with the fields as those before them left them: once for a request's
 * key, also where the process that accepted them died before it answered.
 */
async function fanOut(call: PointCall, bound: readonly BoundTarget[], fields: FieldValues) {
  const { services, admitted, point } = call;
  const functions = await unlessUnmet(services, bound, fields);
  const wanted = { admitted, functions, extensionPointKey: point.key, fields, webhook: undefined };
  const keyed = call.keyed && acceptanceOf(call.keyed);
  const { invocations } =
    functions.length === 0 ? { invocations: [] } : (await accept(services, { ...wanted, keyed })).body;
  const names = new Set(invocations.map((accepted) => accepted.function));
  return {
    accepted: invocations.map(({ invocationId, function: name }) => ({ invocationId, function: name })),
    unmet: bound.map(({ target }) => target.functionName).filter((name) => !names.has(name)),
  };
}

async function runNow(call: PointCall, fields: FieldValues): Promise<InvokeResponse> {
  const later = call.point.bound.filter(({ mode }) => mode === "async");
  if (later.length > 0) checkStorable(fields);
  const { functions, values, stoppedBy, ...composed } = await runPoint(call, fields);
  const { accepted, unmet } =
    stoppedBy || later.length === 0 ? { accepted: [], unmet: [] } : await fanOut(call, later, values);
  const skipped = [...composed.skipped, ...unmet];
  const failed = stoppedBy ?? functions.find(({ status }) => status !== "success");
  return {
    invocationId: functions[0]?.invocationId ?? null,
    correlationId: call.admitted.correlation.correlationId,
    status: failed?.status ?? "success",
    fields: stoppedBy ? {} : Object.assign({}, ...functions.map((result) => result.fields)),
    functions: [...functions],
    ...(accepted.length > 0 ? { accepted } : {}),
    ...(skipped.length > 0 ? { skipped } : {}),
  };
}

/**
 * The functions among these that run by themselves: those whose condition is not met do not. One
 * whose condition cannot be answered is among them: its run tells the tenant.
 */
async function unlessUnmet(services: Services, all: readonly BoundTarget[], fields: FieldValues): Promise<Target[]> {
  const conditions = await Promise.all(all.map((bound) => meetCondition(services, bound, fields)));
  return all.flatMap(({ target }, index) => {
    const condition = conditions[index];
    return condition && "met" in condition && !condition.met ? [] : [target];
  });
}

/** Each function by itself on the fields as they were sent: what those before it would set is not known. */
async function dryRunPoint({ services, admitted, point }: PointCall, fields: FieldValues): Promise<DryRunResponse> {
  const targets = await unlessUnmet(services, point.bound, fields);
  const call = { admitted, fields, extensionPointKey: point.key };
  const functions = await Promise.all(targets.map((target) => dryRun(services, { ...call, target })));
  const skipped = point.bound.flatMap(({ target }) => (targets.includes(target) ? [] : [target.functionName]));
  return { correlationId: admitted.correlation.correlationId, functions, skipped };
}

/** `POST /v1/extension-points/{key}/invocations`: what the product calls where tenant code may run. */
export function invokeExtensionPointRoute(app: FastifyInstance, services: Services): void {
  app.post<Path>("/v1/extension-points/:key/invocations", async (request, reply) => {
    const { key } = request.params;
    const admitted = await admit(services, request, `invoke:point:${key}`);
    checkName(key);
    const mode = modeOf(request);
    const keyed = keyedRequest(request, admitted.from);
    const point = await services.directory.pointTargets(admitted.from.tenant.id, key);
    const { fields, webhook } = parseInvokeRequest(request.body);
    checkFields(point, fields);
    if (mode === "dry_run") return dryRunPoint({ services, admitted, point, deadline: Date.now() }, fields);
    checkStops(services, admitted.from, { extensionPointKey: key });
    if (mode === "async") {
      const functions = await unlessUnmet(services, point.bound, fields);
      const shared = { admitted, keyed, extensionPointKey: key, fields, webhook };
      return sendAccepted(reply, await accept(services, { ...shared, functions }));
    }
    const deadline = Date.now() + point.timeoutMs;
    const call = { services, admitted, point, deadline, keyed };
    if (wantsEvents(request))
      return streamResponse({ request, reply, work: (stream) => runNow({ ...call, stream }, fields) });
    return answerOnce(services, reply, keyed, () => runNow(call, fields));
  });
}
