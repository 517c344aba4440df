import type { TenantSummary } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { getTenant } from "../get-tenant/get-tenant.ts";
import { writeTenantStatus } from "../suspend-tenant/write-tenant-status.ts";

const inputSchema = z.object({ tenantId: z.uuid("There is no such tenant.") });

/** Lets a suspended or a closed tenant work again. @throws AppError `not_found`; `conflict` once it is being removed. */
export async function resumeTenant(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<TenantSummary> {
  const { tenantId } = parse(inputSchema, input);
  const data = { status: "active", suspendedAt: null, suspendedReason: null, removeAt: null } as const;
  await writeTenantStatus(ctx, { tenantId, action: "resumeTenant", data, detail: {} });
  return getTenant(ctx, { tenantId });
}
