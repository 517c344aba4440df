import { suspendSchema, type TenantSummary } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { getTenant } from "../get-tenant/get-tenant.ts";
import { writeTenantStatus } from "./write-tenant-status.ts";

const inputSchema = suspendSchema.extend({ tenantId: z.uuid("There is no such tenant.") });

/** Stops a tenant: its calls are refused with `tenant_suspended` within a second. @throws AppError `not_found`. */
export async function suspendTenant(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<TenantSummary> {
  const { tenantId, reason } = parse(inputSchema, input);
  const data = { status: "suspended", suspendedAt: new Date(), suspendedReason: reason } as const;
  await writeTenantStatus(ctx, { tenantId, action: "suspendTenant", data, detail: { reason } });
  return getTenant(ctx, { tenantId });
}
