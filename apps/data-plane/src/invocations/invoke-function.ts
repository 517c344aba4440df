import { randomUUID } from "node:crypto";
import { type InvokeResponse, invokeRequestSchema } from "@annex/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { parse } from "../parse.ts";
import { admit, runFunction } from "../pipeline.ts";
import type { Services } from "../services.ts";

const paramsSchema = z.object({ name: z.string().max(80) });

/** `POST /v1/functions/{name}/invocations`: one function of the caller's tenant, by name. */
export function invokeFunctionRoute(app: FastifyInstance, services: Services): void {
  app.post("/v1/functions/:name/invocations", async (request): Promise<InvokeResponse> => {
    const admitted = await admit(services, request);
    const { name } = parse(paramsSchema, request.params);
    const loadTarget = () => services.directory.target(admitted.from.tenant.id, name);
    await loadTarget(); // a function that is not there is told before the body is looked at
    const { fields } = parse(invokeRequestSchema, request.body);
    const invocationId = randomUUID();
    const call = { admitted, invocationId, loadTarget, fields, extensionPointKey: null };
    const result = await runFunction(services, call);
    return {
      invocationId,
      correlationId: request.id,
      status: result.status,
      fields: result.fields,
      functions: [result],
    };
  });
}
