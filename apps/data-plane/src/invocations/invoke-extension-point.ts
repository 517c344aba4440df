import { randomUUID } from "node:crypto";
import {
  AppError,
  type FieldValues,
  type FunctionResult,
  type InvokeResponse,
  invokeRequestSchema,
} from "@annex/contract";
import { checkFieldValues } from "@annex/field-mapping";
import type { PointTargets } from "@annex/invocation";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { parse } from "../parse.ts";
import { type Admitted, admit, runFunction } from "../pipeline.ts";
import type { Services } from "../services.ts";
import { failureOutcome } from "../steps/record-invocation.ts";

const paramsSchema = z.object({ key: z.string().max(80) });

function checkFields(point: PointTargets, fields: FieldValues): void {
  const errors = checkFieldValues(fields, point.inputs);
  const first = errors[0];
  if (!first) return;
  const named = errors.map(({ path, message }) => ({ path: `fields.${path}`, message }));
  throw new AppError("invalid_request", `The fields do not fit ${point.key}: ${first.message}`, { errors: named });
}

/** Only what this extension point lets functions set. */
function settable(point: PointTargets, fields: FieldValues): FieldValues {
  const allowed = new Set(point.outputs.map(({ path }) => path));
  return Object.fromEntries(Object.entries(fields).filter(([path]) => allowed.has(path)));
}

interface PointCall {
  readonly services: Services;
  readonly admitted: Admitted;
  readonly point: PointTargets;
}

/** One bound function. At a fail-open point a failure of the platform is a result like any other. */
async function runBound(
  call: PointCall,
  target: PointTargets["targets"][number],
  values: FieldValues,
  budgetMs: number,
): Promise<FunctionResult> {
  const { services, admitted, point } = call;
  const started = Date.now();
  const invocationId = randomUUID();
  try {
    const input = { admitted, invocationId, loadTarget: () => target, fields: values, budgetMs };
    const result = await runFunction(services, { ...input, extensionPointKey: point.key });
    return { ...result, fields: settable(point, result.fields) };
  } catch (error) {
    const isOurs = !(error instanceof AppError) || error.status >= 500 || error.code === "limit_exceeded";
    if (point.failureMode === "closed" || !isOurs) throw error;
    const { outcome, error: shown } = failureOutcome(error);
    const { functionName, releaseNumber: release } = target;
    const durationMs = Date.now() - started;
    return { invocationId, function: functionName, release, status: outcome, fields: {}, error: shown, durationMs };
  }
}

/** Every bound function in its order; each sees what those before it set. */
async function runPoint(call: PointCall, fields: FieldValues): Promise<FunctionResult[]> {
  const deadline = Date.now() + call.point.timeoutMs;
  const results: FunctionResult[] = [];
  let values = fields;
  for (const target of call.point.targets) {
    const result = await runBound(call, target, values, Math.max(1, deadline - Date.now()));
    results.push(result);
    values = { ...values, ...result.fields };
    if (result.status !== "success" && call.point.failureMode === "closed") break;
  }
  return results;
}

/** `POST /v1/extension-points/{key}/invocations`: what the product calls where tenant code may run. */
export function invokeExtensionPointRoute(app: FastifyInstance, services: Services): void {
  app.post("/v1/extension-points/:key/invocations", async (request): Promise<InvokeResponse> => {
    const admitted = await admit(services, request);
    const { key } = parse(paramsSchema, request.params);
    const point = await services.directory.pointTargets(admitted.from.tenant.id, key);
    const { fields } = parse(invokeRequestSchema, request.body);
    checkFields(point, fields);
    const functions = await runPoint({ services, admitted, point }, fields);
    const failed = functions.find(({ status }) => status !== "success");
    const isClosed = failed !== undefined && point.failureMode === "closed";
    const set = isClosed ? {} : Object.assign({}, ...functions.map((result) => result.fields));
    return {
      invocationId: functions[0]?.invocationId ?? null,
      correlationId: request.id,
      status: failed?.status ?? "success",
      fields: set,
      functions,
    };
  });
}
