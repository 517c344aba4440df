import { type AuditVerification, auditVerificationSchema } from "@annex/contract";
import type { PrismaClient } from "@annex/db";
import { z } from "zod";

const brokenRows = z.array(
  z.object({ eventId: z.string(), why: z.enum(["missing", "changed", "out_of_place", "unsealed"]) }),
);
const countRows = z.array(z.object({ sealed: z.number(), events: z.number(), head: z.string().nullable() }));

/** Seals the audit events that are certain and have no seal yet. Returns how many. */
export async function sealAudit(operator: PrismaClient): Promise<number> {
  const rows = await operator.$queryRaw<{ made: number }[]>`SELECT annex_seal_audit() AS made`;
  return rows[0]?.made ?? 0;
}

/**
 * Looks at the whole trail: whether an event was removed, changed, put in between or left out since it was sealed.
 * Events cut off the end together with their seals show only against a head that was kept elsewhere.
 */
export async function verifyAudit(operator: PrismaClient): Promise<AuditVerification> {
  await sealAudit(operator);
  const broken = await operator.$queryRaw`SELECT event_id::text AS "eventId", why FROM annex_verify_audit()`;
  const counts = await operator.$queryRaw`
    SELECT count(*)::int AS sealed, (SELECT count(*) FROM audit_events)::int AS events,
      (SELECT encode(hash, 'hex') FROM audit_seals ORDER BY position DESC LIMIT 1) AS head FROM audit_seals`;
  const [first = null] = brokenRows.parse(broken);
  const [{ sealed, events, head } = { sealed: 0, events: 0, head: null }] = countRows.parse(counts);
  return auditVerificationSchema.parse({
    intact: first === null,
    sealed,
    waiting: Math.max(0, events - sealed),
    head,
    broken: first,
    checkedAt: new Date().toISOString(),
  });
}
