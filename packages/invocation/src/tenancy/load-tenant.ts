import type { InvokeCell, InvokeTenant } from "@annex/aws";
import {
  AppError,
  noRecording,
  type PlanLimits,
  planLimitsSchema,
  type SetRecordingPolicy,
  type TenantUsage,
} from "@annex/contract";
import type { Db } from "@annex/db";
import { loadStops, type Stop } from "../stops/load-stops.ts";
import { loadUsage } from "../stops/load-usage.ts";

export interface ClientState {
  /** Epoch milliseconds: a token that was issued before is worth nothing. 0 for any. */
  readonly secretChangedAt: number;
}

/** What the data plane knows of a tenant: whether it may run, where, and which clients speak for it. */
export interface TenantState {
  readonly tenant: InvokeTenant & { readonly slug: string };
  readonly suspended: boolean;
  readonly cell: InvokeCell;
  /** Those that are not revoked, by client ID. */
  readonly clients: ReadonlyMap<string, ClientState>;
  /** Its plan's, with its own in their place. */
  readonly limits: PlanLimits;
  /** What of its functions' payloads it wants kept. */
  readonly recording: SetRecordingPolicy;
  /** As it stood when the tenant was loaded. */
  readonly usage: TenantUsage;
  /** What keeps calls from going through, beside a suspension. */
  readonly stops: readonly Stop[];
}

/** @throws AppError `unauthenticated` when the token's tenant is gone. */
export function loadTenant(db: Db, tenantId: string): Promise<TenantState> {
  return db.forTenant(tenantId).run(async (tx) => {
    const row = await tx.tenant.findUnique({
      where: { id: tenantId },
      include: { cell: true, plan: { select: { limits: true } }, recordingPolicy: true },
    });
    if (!row) throw new AppError("unauthenticated", "The access token is not one of ours.");
    const clients = await tx.apiClient.findMany({
      where: { revokedAt: null },
      select: { clientId: true, secretChangedAt: true },
    });
    const { id, key, slug, cell, plan, quotas } = row;
    return {
      tenant: { id, key, slug },
      suspended: row.status === "suspended",
      cell,
      limits: planLimitsSchema.parse({ ...Object(plan.limits), ...Object(quotas) }),
      recording: row.recordingPolicy ?? noRecording,
      usage: await loadUsage(tx, tenantId),
      stops: await loadStops(tx, tenantId),
      clients: new Map(
        clients.map(({ clientId, secretChangedAt }) => [
          clientId,
          { secretChangedAt: secretChangedAt?.getTime() ?? 0 },
        ]),
      ),
    };
  });
}
