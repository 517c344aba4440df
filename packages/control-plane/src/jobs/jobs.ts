import { z } from "zod";

const id = z.uuid();

/** What each queue carries: IDs. A job tells that there is something to do; the rows say what. */
export const jobSchemas = {
  deploy: z.object({ tenantId: id, functionId: id, deploymentId: id }),
  "roll-back": z.object({ tenantId: id, functionId: id, deploymentId: id }),
  /** Somebody promoted, aborted or released a shift: look at it now, not at the next turn. */
  shift: z.object({ tenantId: id, functionId: id, deploymentId: id }),
  "run-invocation": z.object({ tenantId: id, invocationId: id }),
  /** `tenantId` is null for a webhook of the operators'. */
  "deliver-webhook": z.object({ tenantId: id.nullable(), deliveryId: id }),
  "send-mail": z.object({ mailId: id }),
  /** Whether the address has an account is looked up by who takes the job: asking must not tell. */
  "forgot-password": z.object({ email: z.string(), portalUrl: z.url() }),
  /** `key` names a set of packages whose types are asked for. */
  "package-types": z.object({ tenantId: id, key: z.string() }),
  "layer-build": z.object({ tenantId: id, layerBuildId: id }),
  "test-run": z.object({ tenantId: id, testRunId: id }),
  /** Out of the bin for good: what its row says is removed from Lambda, then the row. */
  "delete-function": z.object({ tenantId: id, functionId: id }),
  /** Lay what CloudWatch counted of a cell beside the ledger, now and not at the next hour. */
  "compare-cell": z.object({ cellId: id }),
  "self-test": z.object({ selfTestId: id }),
} as const;

export type QueueName = keyof typeof jobSchemas;
export type JobData<Q extends QueueName> = z.infer<(typeof jobSchemas)[Q]>;
export type Job = { [Q in QueueName]: { readonly queue: Q; readonly data: JobData<Q> } }[QueueName];
