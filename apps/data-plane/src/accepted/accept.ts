import { randomUUID } from "node:crypto";
import { type AcceptResponse, AppError, acceptResponseSchema, type FieldValues } from "@annex/contract";
import { acceptInvocations, type WantedInvocation } from "@annex/control-plane";
import type { Tx } from "@annex/db";
import { isRecorded } from "@annex/service";
import { storable } from "@annex/telemetry";
import { recordOnce } from "../idempotency/answered-before.ts";
import type { KeyedRequest } from "../idempotency/keyed-request.ts";
import type { Admitted } from "../pipeline.ts";
import type { Services } from "../services.ts";
import type { Correlation } from "../steps/correlate.ts";

interface AcceptCall {
  readonly admitted: Admitted;
  readonly keyed: KeyedRequest | undefined;
  readonly functions: readonly Pick<WantedInvocation, "functionId" | "functionName">[];
  readonly extensionPointKey: string | null;
  readonly fields: FieldValues;
  /** A webhook of the tenant's, by name. */
  readonly webhook: string | undefined;
}

export interface AcceptAnswer {
  readonly body: AcceptResponse;
  readonly isReplay: boolean;
}

/** What Lambda takes as the event of an asynchronous invocation. */
const mostBytes = 1_048_576;

/** @throws AppError for fields that an accepted invocation cannot keep. */
export function checkStorable(fields: FieldValues): void {
  const text = JSON.stringify(fields);
  if (Buffer.byteLength(text) > mostBytes)
    throw new AppError("payload_too_large", "The fields of an asynchronous invocation are more than 1 MB. Send less.");
  if (JSON.stringify(storable(fields)) !== text)
    throw new AppError("invalid_request", "The fields hold the character U+0000 or half a character.");
}

/** The runs are spans below the caller's, as if it waited. */
function traceOf({ trace }: Correlation) {
  return trace && isRecorded(trace) ? { traceId: trace.traceId, parentSpanId: trace.parentId } : {};
}

async function webhookId(tx: Tx, name: string | undefined): Promise<string | null> {
  if (name === undefined) return null;
  const found = await tx.webhook.findFirst({ where: { name }, select: { id: true } });
  if (!found) throw new AppError("invalid_request", `There is no webhook ${name}. Make it in the portal first.`);
  return found.id;
}

/**
 * `?mode=async`: when this resolves, the invocations are in the database and will run, whatever dies. With an
 * Idempotency-Key they are accepted once, in the transaction that records the key.
 */
export function accept({ db, jobs }: Services, call: AcceptCall): Promise<AcceptAnswer> {
  const { admitted, keyed, functions, extensionPointKey, fields } = call;
  const { correlation, from } = admitted;
  const tenantId = from.tenant.id;
  checkStorable(fields);
  const invocations = functions.map(({ functionId, functionName }) => ({ id: randomUUID(), functionId, functionName }));
  const body: AcceptResponse = {
    correlationId: correlation.correlationId,
    invocations: invocations.map(({ id, functionName }) => ({
      invocationId: id,
      function: functionName,
      state: "queued",
    })),
  };
  return db.forTenant(tenantId).run(async (tx): Promise<AcceptAnswer> => {
    if (keyed) {
      const before = await recordOnce(tx, keyed, { status: 202, answer: body });
      if (before) return { body: acceptResponseSchema.parse(before.body), isReplay: true };
    }
    await acceptInvocations(tx, jobs, {
      tenantId,
      correlationId: correlation.correlationId,
      hops: correlation.hops,
      ...traceOf(correlation),
      trigger: "async",
      extensionPointKey,
      caller: `client:${from.caller.clientId}`,
      fields,
      webhookId: await webhookId(tx, call.webhook),
      invocations,
    });
    return { body, isReplay: false };
  });
}
