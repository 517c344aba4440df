import { type Plan, planKeySchema, savePlanSchema } from "@annex/contract";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { planInclude, toPlan } from "../list-plans/list-plans.ts";

const inputSchema = savePlanSchema.extend({ key: planKeySchema });

/** Makes a plan or changes it for every tenant that has it. What a tenant has already is never taken away. */
export async function savePlan(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<Plan> {
  const { key, name, limits, priceUsd } = parse(inputSchema, input);
  return ctx.db.operator.$transaction(async (tx) => {
    const data = { name, limits, priceCents: priceUsd === null ? null : Math.round(priceUsd * 100) };
    const row = await tx.plan.upsert({ where: { key }, create: { key, ...data }, update: data, include: planInclude });
    const { actor } = ctx.principal;
    await recordAudit(tx, {
      tenantId: null,
      actor,
      action: "savePlan",
      target: `plan:${key}`,
      detail: { limits, priceUsd },
    });
    return toPlan(row);
  });
}
