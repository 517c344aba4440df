import type { DryRunResponse, FieldValues, InvokeResponse } from "@annex/contract";
import type { Target } from "@annex/invocation";
import { timeOrderedUuid } from "@annex/service";
import type { FastifyInstance } from "fastify";
import { accept } from "../accepted/accept.ts";
import { answerOnce } from "../idempotency/answer-once.ts";
import { keyedRequest } from "../idempotency/keyed-request.ts";
import { checkName } from "../parse.ts";
import { type Admitted, admit, runFunction } from "../pipeline.ts";
import type { Services } from "../services.ts";
import { checkStops } from "../steps/check-stops.ts";
import { checkFields } from "../steps/map-input.ts";
import type { EventReply } from "../streaming/event-reply.ts";
import { streamResponse } from "../streaming/stream-response.ts";
import { wantsEvents } from "../streaming/wants-events.ts";
import { dryRun } from "./dry-run.ts";
import { modeOf } from "./mode-of.ts";
import { parseInvokeRequest } from "./parse-invoke-request.ts";
import { sendAccepted } from "./send-accepted.ts";

interface Path {
  readonly Params: { readonly name: string };
}

interface Call {
  readonly admitted: Admitted;
  readonly loadTarget: () => Promise<Target> | Target;
  readonly fields: FieldValues;
  readonly stream?: EventReply;
}

async function runNow(services: Services, call: Call): Promise<InvokeResponse> {
  const invocationId = timeOrderedUuid();
  const result = await runFunction(services, { ...call, invocationId, extensionPointKey: null });
  const { correlationId } = call.admitted.correlation;
  return { invocationId, correlationId, status: result.status, fields: result.fields, functions: [result] };
}

/** `POST /v1/functions/{name}/invocations`: one function of the caller's tenant, by name. */
export function invokeFunctionRoute(app: FastifyInstance, services: Services): void {
  app.post<Path>("/v1/functions/:name/invocations", async (request, reply) => {
    const { name } = request.params;
    const admitted = await admit(services, request, `invoke:function:${name}`);
    checkName(name);
    const mode = modeOf(request);
    const keyed = keyedRequest(request, admitted.from);
    const loadTarget = () => services.directory.target(admitted.from.tenant.id, name);
    const target = await loadTarget(); // a function that is not there is told before the body is looked at
    const { fields, webhook } = parseInvokeRequest(request.body);
    if (mode === "dry_run") {
      const result = await dryRun(services, { admitted, target, fields, extensionPointKey: null });
      return { correlationId: request.id, functions: [result], skipped: [] } satisfies DryRunResponse;
    }
    if (mode === "async") {
      checkStops(services, admitted.from, {}); // what stops this function alone holds what is accepted
      checkFields(target, { fields, extensionPointKey: null });
      const shared = { admitted, keyed, extensionPointKey: null, fields, webhook };
      return sendAccepted(reply, await accept(services, { ...shared, functions: [target] }));
    }
    const call = { admitted, loadTarget, fields };
    if (wantsEvents(request))
      return streamResponse({ request, reply, work: (stream) => runNow(services, { ...call, stream }) });
    return answerOnce(services, reply, keyed, () => runNow(services, call));
  });
}
