import {
  AppError,
  type Invocation,
  type InvocationDetail,
  type PlatformCall,
  platformLineSchema,
  type RelatedInvocation,
} from "@annex/contract";
import type { AcceptedInvocation, Invocation as InvocationRow, Tx } from "@annex/db";
import { z } from "zod";
import { toInvocation } from "./list-invocations.ts";

type DetailTx = Pick<Tx, "invocation" | "acceptedInvocation" | "webhookDelivery" | "logLine" | "release" | "function">;

/** More invocations of one correlation ID than these are not told on one page. */
const mostRelated = 100;
const mostCalls = 200;
/** Clocks of two machines may differ by this much. */
const clockSlackMs = 250;

/** By its own ID, by Lambda's request ID, or by the ID that an accepted invocation was answered with: its last run. */
async function find(tx: DetailTx, id: string): Promise<InvocationRow | null> {
  return (
    (await tx.invocation.findFirst({ where: { id } })) ??
    (await tx.invocation.findFirst({ where: { requestId: id } })) ??
    (await tx.invocation.findFirst({ where: { acceptedId: id }, orderBy: { attempt: "desc" } }))
  );
}

interface Span {
  readonly startedAt: string;
  readonly totalMs: number;
}

function isWithin(at: string, { startedAt, totalMs }: Span): boolean {
  const [time, start] = [Date.parse(at), Date.parse(startedAt)];
  return time >= start - clockSlackMs && time <= start + totalMs + clockSlackMs;
}

function relationOf(other: Invocation, own: Invocation): RelatedInvocation["relation"] {
  if (other.acceptedId !== null && other.acceptedId === own.acceptedId) return "attempt";
  if (other.hops === own.hops - 1 && isWithin(own.startedAt, other)) return "parent";
  if (other.hops === own.hops + 1 && isWithin(other.startedAt, own)) return "child";
  return "beside";
}

async function relatedTo(tx: DetailTx, own: Invocation): Promise<RelatedInvocation[]> {
  const { correlationId, id } = own;
  const where = { correlationId, id: { not: id } };
  const rows = await tx.invocation.findMany({ where, orderBy: { startedAt: "asc" }, take: mostRelated });
  return rows.map((row) => {
    const other = toInvocation(row);
    const { functionName, extensionPointKey, releaseNumber, outcome, startedAt, totalMs, hops, attempt } = other;
    const shown = { functionName, extensionPointKey, releaseNumber, outcome, startedAt, totalMs, hops, attempt };
    return { ...shown, id: other.id, relation: relationOf(other, own) };
  });
}

/** What the function asked of the platform API: lines of the data plane with its correlation ID, while it ran. */
async function callsOf(tx: DetailTx, own: Invocation): Promise<PlatformCall[]> {
  const where = { correlationId: own.correlationId, source: "data_plane" } as const;
  const rows = await tx.logLine.findMany({ where, orderBy: [{ at: "asc" }, { id: "asc" }], take: mostCalls });
  return rows.flatMap(({ id, at, fields }) => {
    const line = platformLineSchema.safeParse(fields).data;
    const call = { id: String(id), at: at.toISOString() };
    if (line?.kind !== "platform_call" || line.hops !== own.hops + 1 || !isWithin(call.at, own)) return [];
    const { method, path, status, durationMs } = line;
    return [{ ...call, method, path, status, durationMs }];
  });
}

async function acceptedOf(tx: DetailTx, row: AcceptedInvocation | null): Promise<InvocationDetail["accepted"]> {
  if (!row) return null;
  const { id, state, outcome, attempts, acceptedAt, dueAt, finishedAt } = row;
  const include = { webhook: { select: { name: true } } };
  const deliveries = await tx.webhookDelivery.findMany({ where: { acceptedId: id }, include, take: 20 });
  return {
    id,
    state,
    outcome,
    attempts,
    acceptedAt: acceptedAt.toISOString(),
    dueAt: state === "queued" ? dueAt.toISOString() : null,
    finishedAt: finishedAt?.toISOString() ?? null,
    deliveries: deliveries.map((each) => ({
      webhook: each.webhook.name,
      state: each.state,
      attempts: each.attempts,
      status: each.lastStatus,
      error: each.lastError,
      createdAt: each.createdAt.toISOString(),
      finishedAt: each.finishedAt?.toISOString() ?? null,
    })),
  };
}

const configurationSchema = z.object({ timeoutMs: z.number().int() });

async function releaseOf(tx: DetailTx, { functionId, releaseNumber }: InvocationRow) {
  if (releaseNumber === null) return { timeoutMs: null, isLiveRelease: false };
  const select = { id: true, content: true, function: { select: { liveReleaseId: true } } };
  const found = await tx.release.findFirst({ where: { functionId, number: releaseNumber }, select });
  const { data } = configurationSchema.safeParse(found?.content);
  return {
    timeoutMs: data?.timeoutMs ?? null,
    isLiveRelease: found !== null && found.function.liveReleaseId === found.id,
  };
}

/** One invocation of the tenant with all that belongs to it. @throws AppError `not_found`, as for another tenant's. */
export async function getInvocation(tx: DetailTx, id: string): Promise<InvocationDetail> {
  const missing = () => new AppError("not_found", "There is no such invocation, or it is no longer kept.");
  if (!z.uuid().safeParse(id).success) throw missing();
  const row = await find(tx, id);
  if (!row) throw missing();
  const own = toInvocation(row);
  const acceptedId = own.acceptedId;
  const accepted = acceptedId && (await tx.acceptedInvocation.findUnique({ where: { id: acceptedId } }));
  return {
    ...own,
    traceId: row.traceId,
    ...(await releaseOf(tx, row)),
    related: await relatedTo(tx, own),
    calls: await callsOf(tx, own),
    accepted: await acceptedOf(tx, accepted || null),
  };
}
