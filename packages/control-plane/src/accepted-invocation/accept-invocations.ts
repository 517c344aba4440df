import type { FieldValues, RetryPolicy } from "@annex/contract";
import type { InvocationTrigger, Tx } from "@annex/db";
import { toJson } from "../context/to-json.ts";
import type { JobSender } from "../jobs/job-sender.ts";
import { loadRetryPolicy } from "./load-retry-policy.ts";
import { sendRun } from "./send-run.ts";

export interface WantedInvocation {
  readonly id: string;
  readonly functionId: string;
  readonly functionName: string;
}

interface AcceptInput {
  readonly tenantId: string;
  readonly correlationId: string;
  readonly hops: number;
  readonly trigger: InvocationTrigger;
  readonly extensionPointKey: string | null;
  /** As the ledger tells it: `client:<ID>` or `schedule:<name>`. */
  readonly caller: string;
  readonly fields: FieldValues;
  readonly webhookId: string | null;
  /** Instead of that of binding and function. */
  readonly policy?: RetryPolicy;
  /** The release to run; the one that is live then where there is none. */
  readonly releaseNumber?: number | null;
  /** Of the trace that records it. */
  readonly traceId?: string;
  readonly parentSpanId?: string | null;
  readonly invocations: readonly WantedInvocation[];
}

/** Accepts invocations: once the transaction is committed each of them will have its one outcome. */
export async function acceptInvocations(tx: Tx, jobs: JobSender, input: AcceptInput): Promise<void> {
  const { invocations, fields, ...shared } = input;
  for (const { id, functionId, functionName } of invocations) {
    const policy = input.policy ?? (await loadRetryPolicy(tx, functionId, input.extensionPointKey));
    const what = { ...shared, id, functionId, functionName, fields: toJson(fields), policy };
    await tx.acceptedInvocation.createMany({ data: [what] });
    await sendRun(tx, jobs, { tenantId: input.tenantId, invocationId: id });
  }
}
