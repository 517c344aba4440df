import { closeTenantSchema, type TenantSummary } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { getTenant } from "../get-tenant/get-tenant.ts";
import { writeTenantStatus } from "../suspend-tenant/write-tenant-status.ts";

const inputSchema = closeTenantSchema.extend({ tenantId: z.uuid("There is no such tenant.") });

/**
 * Closes a tenant: it is suspended at once, and removed with everything that is its when the days are over. Until then
 * resuming it brings it back as it was. @throws AppError `not_found`.
 */
export async function closeTenant(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<TenantSummary> {
  const { tenantId, reason, afterDays } = parse(inputSchema, input);
  const now = new Date();
  const removeAt = new Date(now.getTime() + afterDays * 86_400_000);
  const data = { status: "suspended", suspendedAt: now, suspendedReason: reason, removeAt } as const;
  const detail = { reason, removeAt: removeAt.toISOString() };
  await writeTenantStatus(ctx, { tenantId, action: "closeTenant", data, detail });
  return getTenant(ctx, { tenantId });
}
