import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { DraftContent, PlanLimits } from "@annex/contract";
import {
  createApiClient,
  createCredential,
  createFunction,
  getDeployment,
  type JobSender,
  publishRelease,
  recordAudit,
  saveDraft,
  type TenantContext,
  underway,
} from "@annex/control-plane";
import type { Cell } from "@annex/db";
import type { WorkerContext } from "../worker-context.ts";
import { credentialName } from "./probe-draft.ts";

const actor = "system:self-test";
/** Room for the eight calls that the hop counter allows, and for one more. */
export const concurrency = 9;
const quotas: PlanLimits = {
  functions: 1,
  releases: 2,
  memoryMb: 128,
  timeoutMs: 60_000,
  concurrency,
  codeBytes: 10_485_760,
  requestsPerSecond: 500,
  invocationsPerDay: 1000,
  spendCentsPerDay: 100,
  retentionDays: 90,
};
const deployedWithinMs = 120_000;

interface Wanted {
  readonly id: string;
  readonly role: "probe" | "neighbour";
  readonly cell: Cell;
  readonly jobs: JobSender;
}

/** Makes a tenant that lives as long as its self-test. */
export async function makeThrowAwayTenant(
  ctx: Pick<WorkerContext, "db" | "masterKey">,
  { id, role, cell, jobs }: Wanted,
): Promise<TenantContext> {
  const slug = `self-test-${role}-${id.slice(-6)}`;
  const data = { id, slug, name: `Isolation self-test: ${role}`, key: randomBytes(5).toString("hex"), cellId: cell.id };
  const tenant = await ctx.db.operator.$transaction(async (tx) => {
    await recordAudit(tx, { tenantId: id, actor, action: "createTenant", target: `tenant:${slug}` });
    return tx.tenant.create({ data: { ...data, quotas } });
  });
  const principal = { actor, role: "owner" } as const;
  return { tenant, principal, db: ctx.db.forTenant(id), jobs, masterKey: ctx.masterKey };
}

async function untilActive(tenant: TenantContext, functionName: string, deploymentId: string): Promise<void> {
  const deadline = Date.now() + deployedWithinMs;
  for (;;) {
    const { state, failure } = await getDeployment(tenant, { functionName, deploymentId });
    if (state === "active") return;
    if (!underway.some((known) => known === state)) throw new Error(failure?.message ?? `The deployment is ${state}.`);
    if (Date.now() > deadline) throw new Error(`The deployment is ${state} after two minutes.`);
    await delay(100);
  }
}

export interface Access {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Makes a function of the tenant's live by the way that a person's goes: credential, draft, release, deployment.
 * @returns the API client that the function holds. @throws where the deployment fails.
 */
export async function deployProbe(tenant: TenantContext, functionName: string, content: DraftContent): Promise<Access> {
  const scopes = ["invocations:write", "invocations:read", "records:read", "records:write"] as const;
  const { clientId, clientSecret } = await createApiClient(tenant, { name: functionName, scopes: [...scopes] });
  const secret = { clientId, clientSecret, scope: scopes.join(" ") };
  await createCredential(tenant, { kind: "oauth2_client", name: credentialName, functionName: null, ...secret });
  const { draft } = await createFunction(tenant, { name: functionName, extensionPointKey: null, template: "blank" });
  const { revision } = await saveDraft(tenant, { functionName, content, revision: draft.revision });
  const { id } = await publishRelease(tenant, { functionName, revision });
  await untilActive(tenant, functionName, id);
  return { clientId, clientSecret };
}
