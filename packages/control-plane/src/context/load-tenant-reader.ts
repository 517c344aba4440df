import { AppError } from "@annex/contract";
import { z } from "zod";
import { parse } from "./parse.ts";
import type { OperatorContext, TenantContext } from "./tenant-context.ts";

const inputSchema = z.object({ tenantId: z.uuid("There is no such tenant.") });

/** An operator's look at one tenant with the eyes of a viewer: narrowed to it as its own people are. @throws AppError `not_found`. */
export async function loadTenantReader(
  { db, jobs, masterKey, principal }: OperatorContext,
  input: z.input<typeof inputSchema>,
): Promise<TenantContext> {
  const { tenantId: id } = parse(inputSchema, input);
  const select = { id: true, key: true, slug: true, name: true, cellId: true };
  const tenant = await db.operator.tenant.findUnique({ where: { id }, select });
  if (!tenant) throw new AppError("not_found", "There is no such tenant.");
  return { tenant, principal: { actor: principal.actor, role: "viewer" }, db: db.forTenant(id), jobs, masterKey };
}
