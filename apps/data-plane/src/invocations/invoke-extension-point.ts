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
import { admit } from "../pipeline.ts";
import type { Services } from "../services.ts";
import { type PointCall, runBound } from "./run-bound.ts";

const paramsSchema = z.object({ key: z.string().max(80) });

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
  /** The first failure of a function that fails closed: nothing is set then, and none after it ran. */
  readonly stoppedBy: FunctionResult | undefined;
}

/** Every bound function in its order; each sees what those before it set. */
async function runPoint(call: PointCall, fields: FieldValues): Promise<Composed> {
  const functions: FunctionResult[] = [];
  const skipped: string[] = [];
  let values = fields;
  for (const bound of call.point.bound) {
    const result = await runBound(call, bound, values);
    if (result === null) {
      skipped.push(bound.target.functionName);
      continue;
    }
    functions.push(result);
    if (result.status !== "success" && bound.failureMode === "closed") return { functions, skipped, stoppedBy: result };
    values = { ...values, ...result.fields };
  }
  return { functions, skipped, stoppedBy: undefined };
}

/** `POST /v1/extension-points/{key}/invocations`: what the product calls where tenant code may run. */
export function invokeExtensionPointRoute(app: FastifyInstance, services: Services): void {
  app.post("/v1/extension-points/:key/invocations", async (request): Promise<InvokeResponse> => {
    const admitted = await admit(services, request);
    const { key } = parse(paramsSchema, request.params);
    const point = await services.directory.pointTargets(admitted.from.tenant.id, key);
    const { fields } = parse(invokeRequestSchema, request.body);
    checkFields(point, fields);
    const deadline = Date.now() + point.timeoutMs;
    const { functions, skipped, stoppedBy } = await runPoint({ services, admitted, point, deadline }, fields);
    const failed = stoppedBy ?? functions.find(({ status }) => status !== "success");
    return {
      invocationId: functions[0]?.invocationId ?? null,
      correlationId: request.id,
      status: failed?.status ?? "success",
      fields: stoppedBy ? {} : Object.assign({}, ...functions.map((result) => result.fields)),
      functions: [...functions],
      ...(skipped.length > 0 ? { skipped: [...skipped] } : {}),
    };
  });
}
