import { deleteLambdaFunction } from "@annex/aws";
import { recordAudit } from "@annex/control-plane";
import { withLock } from "../jobs/with-lock.ts";
import { reapLayerVersion } from "../layers/reap-layers.ts";
import type { WorkerContext } from "../worker-context.ts";
import { emptyTables } from "./empty-tables.ts";

export type RemoveContext = Pick<WorkerContext, "db" | "cells" | "log">;

interface Removal {
  readonly tenantId: string;
  /** In the audit trail. */
  readonly actor: string;
}

/** From Lambda first: a worker that dies in between finds the row again. A deployment under way is waited for. */
async function removeFunctions(ctx: RemoveContext, tenantId: string): Promise<void> {
  const { operator } = ctx.db;
  const rows = await operator.function.findMany({
    where: { tenantId },
    select: { id: true, lambdaName: true, cellId: true },
  });
  for (const { id, lambdaName, cellId } of rows)
    await withLock(ctx.db, `deploy:${id}`, async () => {
      const { author } = await ctx.cells.open(cellId);
      await deleteLambdaFunction(author, lambdaName);
      await operator.function.deleteMany({ where: { id } });
    });
}

/** A layer's version can go once no release of a function holds it. */
async function removeLayers(ctx: RemoveContext, tenantId: string): Promise<void> {
  const versions = await ctx.db.operator.layerVersion.findMany({ where: { tenantId }, select: { id: true } });
  for (const { id } of versions) await reapLayerVersion(ctx, id);
}

/** Those who were members of this tenant only are nobody's any more. */
async function peopleOf(ctx: RemoveContext, tenantId: string): Promise<string[]> {
  const people = await ctx.db.operator.user.findMany({
    where: { isOperator: false, memberships: { some: { tenantId }, none: { tenantId: { not: tenantId } } } },
    select: { id: true },
  });
  return people.map(({ id }) => id);
}

/**
 * Removes a tenant with everything that is its: functions and layers from every cell, then its rows, then the people
 * who belonged to it alone. What it spent and what was done stays: ledger, rollups, audit trail. Again does no harm, so
 * that a removal that died half-way is simply begun anew.
 */
export async function removeTenant(ctx: RemoveContext, { tenantId, actor }: Removal): Promise<void> {
  const { operator } = ctx.db;
  const suspended = { status: "suspended", suspendedReason: "It is being removed." } as const;
  await operator.tenant.updateMany({ where: { id: tenantId }, data: suspended });
  await removeFunctions(ctx, tenantId);
  await removeLayers(ctx, tenantId);
  const people = await peopleOf(ctx, tenantId);
  await operator.$transaction(
    async (tx) => {
      const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { slug: true } });
      if (!tenant) return;
      await emptyTables(tx, tenantId);
      await tx.tenant.delete({ where: { id: tenantId } });
      await tx.user.deleteMany({ where: { id: { in: people } } });
      const detail = { people: people.length };
      await recordAudit(tx, { tenantId, actor, action: "removeTenant", target: `tenant:${tenant.slug}`, detail });
    },
    { timeout: 120_000 },
  );
}
