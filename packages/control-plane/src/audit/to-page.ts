import { type AuditEvent, jsonSchema } from "@annex/contract";
import type { AuditEvent as AuditEventRow } from "@annex/db";
import { z } from "zod";

export const auditQuerySchema = z.object({
  /** `nextCursor` of the page before. */
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.input<typeof auditQuerySchema>;

export interface AuditPage {
  readonly items: AuditEvent[];
  readonly nextCursor: string | null;
}

/** A page of the trail, newest first, from one row more than the page holds. `slugs` names tenants by ID. */
export function toAuditPage(rows: AuditEventRow[], limit: number, slugs: ReadonlyMap<string, string>): AuditPage {
  const items = rows.slice(0, limit).map((row) => ({
    id: String(row.id),
    at: row.at.toISOString(),
    tenant: row.tenantId && (slugs.get(row.tenantId) ?? null),
    tenantId: row.tenantId,
    actor: row.actor,
    action: row.action,
    target: row.target,
    detail: z.record(z.string(), jsonSchema).parse(row.detail),
  }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
