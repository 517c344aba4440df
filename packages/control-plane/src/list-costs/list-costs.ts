import { type CostGroup, type CostRow, type Costs, costQuerySchema } from "@annex/contract";
import { Prisma } from "@annex/db";
import { priceLists } from "@annex/telemetry";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { type MonthSpan, monthSpan } from "./month-span.ts";

const dayMs = 86_400_000;
const zero = Prisma.sql`'00000000-0000-0000-0000-000000000000'::uuid`;

const dayRow = z.object({ at: z.date(), invocations: z.number(), gbSeconds: z.number(), costUsd: z.number() });
type Day = z.infer<typeof dayRow>;

const groupRow = z.object({
  tenantId: z.string(),
  functionId: z.string().nullable(),
  releaseNumber: z.number().nullable(),
  tenant: z.string().nullable(),
  plan: z.string().nullable(),
  priceCents: z.number().nullable(),
  functionName: z.string().nullable(),
  invocations: z.number(),
  gbSeconds: z.number(),
  costUsd: z.number(),
});

const sums = Prisma.sql`sum(invocations)::float8 AS invocations, sum(billed_mb_ms)::float8 / 1024 / 1000 AS "gbSeconds",
  sum(cost_pico_usd)::float8 / 1e12 AS "costUsd"`;

/** Each day on which something ran, of all tenants or of one. */
async function daysOf(ctx: OperatorContext, { from, to }: MonthSpan, tenantId: string | undefined): Promise<Day[]> {
  const [scope, tenant] = tenantId ? ["tenant", Prisma.sql`${tenantId}::uuid`] : ["platform", zero];
  const rows = await ctx.db.operator.$queryRaw`
    SELECT bucket_at AS at, ${sums} FROM rollups
    WHERE scope = ${scope}::rollup_scope AND bucket_seconds = 86400 AND tenant_id = ${tenant} AND function_id = ${zero}
      AND bucket_at >= ${from} AND bucket_at < ${to}
    GROUP BY 1 ORDER BY "costUsd" DESC`;
  return z.array(dayRow).parse(rows);
}

/** What each grouping keeps apart; the others are left open. */
const kept: Readonly<Record<Exclude<CostGroup, "day">, readonly string[]>> = {
  tenant: ["tenant_id"],
  function: ["tenant_id", "function_id"],
  release: ["tenant_id", "function_id", "release_number"],
};

/** A tenant that is gone is named by what its removal left in the audit trail. */
const goneName = Prisma.sql`(SELECT CASE WHEN s.id IS NULL THEN substring(a.target FROM 8) ELSE 'isolation self-test' END || ' (removed)'
  FROM audit_events a LEFT JOIN self_tests s ON c.tenant_id IN (s.probe_tenant_id, s.neighbour_tenant_id)
  WHERE a.tenant_id = c.tenant_id AND a.action = 'removeTenant' LIMIT 1)`;

/** The month's sums with the names of what they are of, the dearest first. */
async function groupsOf(
  ctx: OperatorContext,
  by: keyof typeof kept,
  { from }: MonthSpan,
  tenantId: string | undefined,
): Promise<CostRow[]> {
  const named = Prisma.raw(kept[by].join(", "));
  const open = ["function_id", "release_number"].filter((name) => !kept[by].includes(name));
  const left = open.map((name) => `, NULL::${name === "function_id" ? "uuid" : "int"} AS ${name}`).join("");
  const only = tenantId ? Prisma.sql`AND tenant_id = ${tenantId}::uuid` : Prisma.empty;
  const rows = await ctx.db.operator.$queryRaw`
    SELECT c.tenant_id AS "tenantId", c.function_id AS "functionId", c.release_number AS "releaseNumber", invocations, "gbSeconds",
      "costUsd", coalesce(t.name, ${goneName}, 'deleted tenant') AS tenant, p.name AS plan, p.price_cents AS "priceCents",
      CASE WHEN c.function_id IS NOT NULL THEN coalesce(f.name, 'deleted function') END AS "functionName"
    FROM (SELECT ${named} ${Prisma.raw(left)}, ${sums} FROM month_costs
      WHERE month = ${from}::date ${only} GROUP BY ${named}) AS c
    LEFT JOIN tenants t ON t.id = c.tenant_id LEFT JOIN plans p ON p.key = t.plan_key LEFT JOIN functions f ON f.id = c.function_id
    ORDER BY "costUsd" DESC`;
  return z
    .array(groupRow)
    .parse(rows)
    .map(({ functionId, priceCents, ...row }) => ({
      ...row,
      key: [null, row.tenantId, functionId, row.releaseNumber].join(" "),
      day: null,
      // a tenant's row only: a function or a release pays no plan
      planPriceUsd: by === "tenant" && priceCents !== null ? priceCents / 100 : null,
    }));
}

function toDayRow({ at, ...measured }: Day): CostRow {
  const day = at.toISOString().slice(0, 10);
  const none = {
    tenantId: null,
    tenant: null,
    plan: null,
    planPriceUsd: null,
    functionName: null,
    releaseNumber: null,
  };
  return { key: [day, null, null, null].join(" "), day, ...none, ...measured };
}

/** The month so far, stretched to its whole length. */
function forecast(totalUsd: number, { from, to }: MonthSpan, now: Date): number | null {
  if (now >= to || now <= from) return null;
  return (totalUsd * (to.getTime() - from.getTime())) / (now.getTime() - from.getTime());
}

function everyDay(found: readonly Day[], { from, to }: MonthSpan, now: Date): Costs["days"] {
  const byDay = new Map(found.map(({ at, costUsd }) => [at.getTime(), costUsd]));
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
  const days = await daysOf(ctx, span, tenant);
  const totalUsd = days.reduce((sum, { costUsd }) => sum + costUsd, 0);
  const [{ source, from, published }] = priceLists;
  return {
    month: span.month,
    rows: by === "day" ? days.map(toDayRow) : await groupsOf(ctx, by, span, tenant),
    totalUsd,
    invocations: days.reduce((sum, { invocations }) => sum + invocations, 0),
    forecastUsd: forecast(totalUsd, span, now),
    days: everyDay(days, span, now),
    prices: { source, from, published },
  };
}
