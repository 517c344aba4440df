import {
  AppError,
  type Campaign,
  type Runtime,
  runtimeSchema,
  startCampaignSchema,
  successorsOf,
} from "@annex/contract";
import type { Tx } from "@annex/db";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { loadCampaign } from "../campaign/load-campaign.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";

const inputSchema = startCampaignSchema.extend({ from: runtimeSchema });

/** Two at once would take each other's functions. */
async function checkNoOther(tx: Tx, from: Runtime): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`campaigns:${from}`}, 0))`;
  const other = await tx.rollout.findFirst({
    where: { fromRuntime: from, state: { notIn: ["done", "cancelled"] } },
    select: { toRuntime: true },
  });
  if (!other) return;
  const message = `A campaign from ${from} to ${other.toRuntime} has not ended. Let it come to its end, or cancel it.`;
  throw new AppError("conflict", message);
}

/** Every function whose live release has the runtime, tenant by tenant; @returns how many. */
function addItems(tx: Tx, rolloutId: string, from: Runtime): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO rollout_items (rollout_id, position, tenant_id, function_id, test)
    SELECT ${rolloutId}::uuid, row_number() OVER (ORDER BY t.slug, f.name) - 1, f.tenant_id, f.id, 'waiting'
    FROM functions f JOIN tenants t ON t.id = f.tenant_id JOIN releases r ON r.id = f.live_release_id
    WHERE f.deleted_at IS NULL AND r.runtime = ${from}`;
}

/**
 * Begins a campaign: the worker runs every function's test events on the successor, and waits for a person before
 * anything is deployed.
 * @throws AppError `invalid_request` for what is no successor; `conflict` while another campaign from this runtime has
 * not ended, or when no function has it.
 */
export async function startCampaign(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<Campaign> {
  const { from, to, waveSize, pauseSeconds, maxFailureRate, shift } = parse(inputSchema, input);
  if (!successorsOf(from).includes(to)) throw new AppError("invalid_request", `${to} is no successor of ${from}.`);
  const { actor } = ctx.principal;
  return ctx.db.operator.$transaction(async (tx) => {
    await checkNoOther(tx, from);
    const plan = { waveSize, pauseSeconds, maxFailureRate };
    const shiftPlan = shift ? { shiftPlan: toJson(shift) } : {};
    const row = { id: newId(), fromRuntime: from, toRuntime: to, state: "testing", createdBy: actor } as const;
    await tx.rollout.create({ data: { ...row, ...plan, ...shiftPlan } });
    const functions = await addItems(tx, row.id, from);
    if (functions === 0) throw new AppError("conflict", `No function runs on ${from}: there is nothing to bring over.`);
    const detail = { rollout: row.id, to, functions, ...plan };
    await recordAudit(tx, { tenantId: null, actor, action: "startCampaign", target: `runtime:${from}`, detail });
    return loadCampaign(tx, row.id);
  });
}
