import { AppError, type Suspension } from "@annex/contract";
import type { Prisma } from "@annex/db";
import { z } from "zod";
import { toAuditPage } from "../audit/to-page.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { underway } from "../deployment/underway.ts";
import { underWayByTenant } from "./under-way.ts";

const inputSchema = z.object({ tenantId: z.uuid("There is no such tenant.") });

const minutesShown = 60;
const actions = ["suspendTenant", "resumeTenant"];

type Operator = OperatorContext["db"]["operator"];

async function underWayOf(operator: Operator, tenantId: string) {
  const { nodes, byTenant } = await underWayByTenant(operator);
  return { underWay: byTenant.get(tenantId) ?? 0, nodes };
}

async function refusedSince(operator: Operator, tenantId: string, since: Date | null) {
  if (!since) return { refused: 0, refusedByMinute: [], lastRefusedAt: null };
  // no call was refused for a suspension before it began: its first minute counts whole
  const minute = { gte: new Date(Math.floor(since.getTime() / 60_000) * 60_000) };
  const where = { tenantId, stoppedBy: "tenant_suspended", minute };
  const rows = await operator.refusal.findMany({ where, orderBy: { minute: "asc" } });
  return {
    refused: rows.reduce((sum, { count }) => sum + Number(count), 0),
    refusedByMinute: rows
      .slice(-minutesShown)
      .map(({ minute: at, count }) => ({ at: at.toISOString(), count: Number(count) })),
    lastRefusedAt: rows.at(-1)?.minute.toISOString() ?? null,
  };
}

const select = {
  status: true,
  slug: true,
  suspendedAt: true,
  suspendedReason: true,
  _count: {
    select: {
      apiClients: { where: { revokedAt: null } },
      functions: { where: { liveReleaseId: { not: null } } },
    },
  },
} as const satisfies Prisma.TenantSelect;

/** What a tenant's suspension does at this moment, or what it would do. @throws AppError `not_found`. */
export async function getSuspension(
  ctx: Pick<OperatorContext, "db">,
  input: z.input<typeof inputSchema>,
): Promise<Suspension> {
  const { tenantId } = parse(inputSchema, input);
  const { operator } = ctx.db;
  const tenant = await operator.tenant.findUnique({ where: { id: tenantId }, select });
  if (!tenant) throw new AppError("not_found", "There is no such tenant.");
  const due = { tenantId, enabled: true, function: { liveReleaseId: { not: null }, deletedAt: null } };
  const [told, refusals, waiting, schedules, next, deploymentsUnderway, last, events] = await Promise.all([
    underWayOf(operator, tenantId),
    refusedSince(operator, tenantId, tenant.suspendedAt),
    operator.acceptedInvocation.count({ where: { tenantId, state: { in: ["queued", "held"] } } }),
    operator.schedule.count({ where: due }),
    operator.schedule.findFirst({ where: due, orderBy: { nextAt: "asc" }, select: { nextAt: true } }),
    operator.deployment.count({ where: { tenantId, state: { in: [...underway] } } }),
    operator.invocation.findFirst({
      where: { tenantId, outcome: { not: "throttled" } },
      orderBy: { startedAt: "desc" },
      select: { startedAt: true },
    }),
    operator.auditEvent.findMany({ where: { tenantId, action: { in: actions } }, orderBy: { id: "desc" }, take: 20 }),
  ]);
  const { items: history } = toAuditPage(events, 20, new Map([[tenantId, tenant.slug]]));
  return {
    ...told,
    ...refusals,
    ...{ waiting, schedules, deploymentsUnderway, history },
    status: tenant.status,
    reason: tenant.suspendedReason,
    suspendedAt: tenant.suspendedAt?.toISOString() ?? null,
    suspendedBy: tenant.status === "suspended" ? (history[0]?.actor ?? null) : null,
    nextScheduleAt: next?.nextAt.toISOString() ?? null,
    apiClients: tenant._count.apiClients,
    liveFunctions: tenant._count.functions,
    lastInvocationAt: last?.startedAt.toISOString() ?? null,
  };
}
