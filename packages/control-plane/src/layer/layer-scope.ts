import type { Tx } from "@annex/db";
import { recordAudit } from "../audit/record-audit.ts";
import { recordReading } from "../audit/record-reading.ts";
import { authorise } from "../context/authorise.ts";
import type { OperatorContext, TenantContext } from "../context/tenant-context.ts";

/** Whose layers a capability works on: one tenant's, or the vendor's. */
export interface LayerScope {
  /** Null for the vendor's. */
  readonly tenantId: string | null;
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Writes an audit event in the transaction of what it tells. */
  audit(tx: Tx, action: string, layerName: string, detail?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Writes that somebody read a layer's code, once an hour. */
  auditReading(tx: Tx, action: string, layerName: string): Promise<void>;
  readonly actor: string;
  /** @throws AppError `forbidden` when the person may not change layers. */
  authorise(): void;
}

/** The layers of a tenant; row-level security shows the vendor's too, and lets none of those be changed. */
export function tenantLayers(ctx: TenantContext): LayerScope {
  const { actor } = ctx.principal;
  const tenantId = ctx.tenant.id;
  return {
    ...{ tenantId, actor, run: (work) => ctx.db.run(work), authorise: () => authorise(ctx, "developer") },
    audit: (tx, action, name, detail = {}) =>
      recordAudit(tx, { tenantId, actor, action, target: `layer:${name}`, detail }),
    auditReading: (tx, action, name) => recordReading(tx, { tenantId, actor }, action, `layer:${name}`),
  };
}

/** The layers that operators make for every tenant. */
export function vendorLayers(ctx: OperatorContext): LayerScope {
  const { actor } = ctx.principal;
  return {
    ...{ tenantId: null, actor, run: (work) => ctx.db.operator.$transaction(work), authorise: () => undefined },
    audit: (tx, action, name, detail = {}) =>
      recordAudit(tx, { tenantId: null, actor, action, target: `layer:${name}`, detail }),
    auditReading: (tx, action, name) => recordReading(tx, { tenantId: null, actor }, action, `layer:${name}`),
  };
}
