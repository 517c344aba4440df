import type { Tx } from "@annex/db";
import { toJson } from "../context/to-json.ts";

interface AuditEntry {
  readonly tenantId: string | null;
  readonly actor: string;
  /** The capability's name. */
  readonly action: string;
  /** What it was done to, such as `function:score-invoice`. */
  readonly target: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes an audit event in the transaction of what it tells. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const { detail = {}, ...rest } = entry;
  // createMany: the audit trail is append-only, and a create would read the row back
  await tx.auditEvent.createMany({ data: [{ ...rest, detail: toJson(detail) }] });
}
