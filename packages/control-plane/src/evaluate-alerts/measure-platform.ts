import { cellCapacitySchema, type PlatformMetric } from "@annex/contract";
import type { Db } from "@annex/db";
import { z } from "zod";
import { underWayByCell } from "../list-cells/list-cells.ts";
import { verifyAudit } from "../verify-audit/verify-audit.ts";

type Operator = Db["operator"];

export interface Found {
  readonly value: number;
  /** Of what, in words; null where there is nothing to tell. */
  readonly detail: string | null;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const count = (value: number) => value.toLocaleString("en");

/** The share of its concurrency or its code storage, whichever is fuller, of the fullest cell. */
async function cellCapacity(operator: Operator): Promise<Found> {
  const cells = await operator.cell.findMany({ select: { id: true, name: true, capacity: true } });
  const underWay = await underWayByCell(operator);
  let fullest: Found = { value: 0, detail: null };
  for (const { id, name, capacity } of cells) {
    const parsed = cellCapacitySchema.safeParse(capacity);
    if (!parsed.success) continue; // the worker has not asked it yet
    const { concurrencyLimit, codeBytes, codeBytesLimit } = parsed.data;
    const busy = underWay.get(id) ?? 0;
    const uses = [
      { value: busy / concurrencyLimit, detail: `${name} runs ${count(busy)} of ${count(concurrencyLimit)} at once` },
      {
        value: codeBytes / codeBytesLimit,
        detail: `${name} has ${percent(codeBytes / codeBytesLimit)} of its code storage in use`,
      },
    ];
    for (const use of uses) if (use.value > fullest.value) fullest = use;
  }
  return fullest;
}

async function unreachableCells(operator: Operator): Promise<Found> {
  const cells = await operator.cell.findMany({ where: { checkError: { not: null } }, orderBy: { name: "asc" } });
  const detail = cells.map(({ name, checkError }) => `${name}: ${checkError}`).join("; ");
  return { value: cells.length, detail: detail === "" ? null : detail.slice(0, 500) };
}

const queueRow = z.object({ name: z.string(), waiting: z.number(), seconds: z.number() });

/** For how long the oldest job waits that is due and that nobody has taken. */
async function workerLag(operator: Operator, now: Date): Promise<Found> {
  const rows = await operator.$queryRaw`
    SELECT name, count(*)::int AS waiting, extract(epoch FROM ${now}::timestamptz - min(start_after))::float8 AS seconds
    FROM pgboss.job WHERE state IN ('created', 'retry') AND start_after < ${now}::timestamptz
    GROUP BY name ORDER BY seconds DESC LIMIT 1`;
  const [longest] = z.array(queueRow).parse(rows);
  if (!longest) return { value: 0, detail: null };
  const { name, waiting, seconds } = longest;
  return { value: seconds, detail: `${name}: ${count(waiting)} due, the oldest for ${count(Math.round(seconds))} s` };
}

async function auditChain(operator: Operator): Promise<Found> {
  const { broken } = await verifyAudit(operator);
  if (!broken) return { value: 0, detail: null };
  return { value: 1, detail: `event ${broken.eventId} is ${broken.why.replaceAll("_", " ")}` };
}

/** What a metric of the platform itself is now. */
export function measurePlatform(
  operator: Operator,
  metric: Exclude<PlatformMetric, "platform_errors">,
  now: Date,
): Promise<Found> {
  if (metric === "cell_capacity") return cellCapacity(operator);
  if (metric === "cell_unreachable") return unreachableCells(operator);
  return metric === "worker_lag" ? workerLag(operator, now) : auditChain(operator);
}
