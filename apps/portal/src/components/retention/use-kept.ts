import { portalRoutes, quotasSchema, type TimeRange } from "@annex/contract";
import { useResource } from "@/client/api-provider";

const dayMs = 86_400_000;
const days: Readonly<Record<TimeRange, number>> = { "1h": 1, "24h": 1, "7d": 7, "30d": 30, "90d": 90 };

export interface Kept {
  readonly days: number;
  readonly plan: string;
  /** What is older is gone. */
  readonly from: string;
}

interface KeptQuery {
  range: TimeRange;
  from?: string | undefined;
  /** On the operators' side: whose. */
  tenantId?: string;
}

/** How long the tenant's plan keeps invocations and lines, where the time that is asked for begins before that. */
export function useKept({ range, from, tenantId }: KeptQuery): Kept | undefined {
  const path = tenantId === undefined ? portalRoutes.quotas() : portalRoutes.operator.tenantQuotas(tenantId);
  const { data } = useResource(path, quotasSchema);
  const kept = data?.limits.find(({ key }) => key === "retentionDays")?.limit;
  if (!data || kept === undefined) return undefined;
  const begins = from === undefined ? Date.now() - days[range] * dayMs : Date.parse(from);
  const ends = Date.now() - kept * dayMs;
  // a minute of grace: thirty days that are asked for are not more than thirty that are kept
  return begins < ends - 60_000 ? { days: kept, plan: data.plan.name, from: new Date(ends).toISOString() } : undefined;
}
