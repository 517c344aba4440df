import { type CostGroup, type CostRow, type Costs, costQuerySchema } from "@annex/contract";
import { Prisma } from "@annex/db";
import { priceLists } from "@annex/telemetry";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { type MonthSpan, monthSpan } from "./month-span.ts";

const dayMs = 86_400_000;

/** What each grouping keeps apart; the others are left open. */
const kept: Readonly<Record<CostGroup, readonly (keyof typeof columns)[]>> = {
  tenant: ["tenant_id"],
  function: ["tenant_id", "function_id"],
  release: ["tenant_id", "function_id", "release_number"],
  day: ["bucket_at"],
};
const columns = {
  bucket_at: "bucket_at",
  tenant_id: "tenant_id",
  function_id: "function_id",
  release_number: "release_number",
} as const;

const rowSchema = z.object({
  bucket_at: z.date().nullable(),
  tenant_id: z.string().nullable(),
  function_id: z.string().nullable(),
  release_number: z.number().nullable(),
  invocations: z.number(),
  gbSeconds: z.number(),
  costUsd: z.number(),
});
type Row = z.infer<typeof rowSchema>;

async function sums(
  ctx: OperatorContext,
  by: CostGroup,
  span: MonthSpan,
  tenantId: string | undefined,
): Promise<Row[]> {
  const named = kept[by];
  const select = Object.keys(columns).map((name) => (named.some((each) => each === name) ? name : `NULL AS ${name}`));
  const scope =
    by === "function" || by === "release" ? "function" : by === "tenant" || tenantId ? "tenant" : "platform";
  const only = tenantId ? Prisma.sql`AND tenant_id = ${tenantId}::uuid` : Prisma.empty;
  const rows = await ctx.db.operator.$queryRaw`
    SELECT ${Prisma.raw(select.join(", "))}, sum(invocations)::float8 AS invocations,
      sum(billed_mb_ms)::float8 / 1024 / 1000 AS "gbSeconds", sum(cost_pico_usd)::float8 / 1e12 AS "costUsd"
    FROM rollups
    WHERE scope = ${scope}::rollup_scope AND bucket_seconds = 86400 AND bucket_at >= ${span.from} AND bucket_at < ${span.to} ${only}
    GROUP BY ${Prisma.raw(named.join(", "))} ORDER BY "costUsd" DESC`;
  return z.array(rowSchema).parse(rows);
}

async function namesOf(ctx: OperatorContext, rows: readonly Row[]) {
  const { operator } = ctx.db;
  const ids = (key: "tenant_id" | "function_id") => [...new Set(rows.flatMap((row) => row[key] ?? []))];
  const tenants = await operator.tenant.findMany({
    where: { id: { in: ids("tenant_id") } },
    select: { id: true, name: true, plan: { select: { name: true, priceCents: true } } },
  });
  const functions = await operator.function.findMany({
    where: { id: { in: ids("function_id") } },
    select: { id: true, name: true },
  });
  return {
    tenants: new Map(tenants.map((tenant) => [tenant.id, tenant])),
    functions: new Map(functions.map(({ id, name }) => [id, name])),
  };
}

/** A tenant's row only: a function or a release pays no plan. */
function planPriceOf(priceCents: number | null | undefined, by: CostGroup): number | null {
  return by === "tenant" && priceCents != null ? priceCents / 100 : null;
}

async function toRows(ctx: OperatorContext, rows: readonly Row[], by: CostGroup): Promise<CostRow[]> {
  const { tenants, functions } = await namesOf(ctx, rows);
  return rows.map(({ bucket_at, tenant_id, function_id, release_number, ...measured }) => {
    const tenant = tenant_id ? tenants.get(tenant_id) : undefined;
    const day = bucket_at?.toISOString().slice(0, 10) ?? null;
    return {
      key: [day, tenant_id, function_id, release_number].join(" "),
      day,
      tenantId: tenant_id,
      tenant: tenant_id && (tenant?.name ?? "deleted tenant"),
      plan: tenant?.plan.name ?? null,
      planPriceUsd: planPriceOf(tenant?.plan.priceCents, by),
      functionName: function_id && (functions.get(function_id) ?? "deleted function"),
      releaseNumber: release_number,
      ...measured,
    };
  });
}

/** The month so far, stretched to its whole length. */
function forecast(totalUsd: number, { from, to }: MonthSpan, now: Date): number | null {
  if (now >= to || now <= from) return null;
  return (totalUsd * (to.getTime() - from.getTime())) / (now.getTime() - from.getTime());
}

function daysOf(rows: readonly Row[], { from, to }: MonthSpan, now: Date): Costs["days"] {
  const byDay = new Map(rows.map(({ bucket_at, costUsd }) => [bucket_at?.getTime(), costUsd]));
  const days: Costs["days"] = [];
  for (let at = from.getTime(); at < Math.min(to.getTime(), now.getTime()); at += dayMs)
    days.push({ at: new Date(at).toISOString(), costUsd: byDay.get(at) ?? 0 });
  return days;
}

/** What a month's invocations cost, by tenant, function, release or day. @throws AppError `invalid_request`. */
export async function listCosts(
  ctx: OperatorContext,
  input: z.input<typeof costQuerySchema> = {},
  now = new Date(),
): Promise<Costs> {
  const { month, by, tenant } = parse(costQuerySchema, input);
  const span = monthSpan(month, now);
  const days = await sums(ctx, "day", span, tenant);
  const rows = by === "day" ? days : await sums(ctx, by, span, tenant);
  const totalUsd = days.reduce((sum, { costUsd }) => sum + costUsd, 0);
  const [{ source, from, published }] = priceLists;
  return {
    month: span.month,
    rows: await toRows(ctx, rows, by),
    totalUsd,
    invocations: days.reduce((sum, { invocations }) => sum + invocations, 0),
    forecastUsd: forecast(totalUsd, span, now),
    days: daysOf(days, span, now),
    prices: { source, from, published },
  };
}
