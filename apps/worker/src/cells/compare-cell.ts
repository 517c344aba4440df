import { type HourlyCounts, readHours } from "@annex/aws";
import { AppError } from "@annex/contract";
import type { Prisma } from "@annex/db";
import type { WorkerContext } from "../worker-context.ts";
import { type OwnHour, readOwnConcurrency, readOwnHours, type Span } from "./read-own-hours.ts";

const hourMs = 3_600_000;
/** Each look covers a day again: rows come late, and a lost one is recovered within hours. */
const spanHours = 26;
const keptDays = 11;

/** For the page: what is no refusal of the cell's own is for the log alone. */
const reasonOf = (error: unknown) =>
  error instanceof AppError ? error.message : "The ledger could not be read; the worker's log says why.";

type Context = Pick<WorkerContext, "db" | "cells" | "log">;
type CellHour = Prisma.CellHourCreateManyInput;
const key = (lambdaName: string, hour: Date) => `${lambdaName} ${hour.getTime()}`;

/** Theirs and ours of one span, side by side. */
export function pairHours(
  { cellId }: Pick<Span, "cellId">,
  theirs: readonly HourlyCounts[],
  ours: readonly OwnHour[],
  concurrency: ReadonlyMap<number, number>,
): CellHour[] {
  const rows = new Map<string, CellHour>();
  const none = { functionId: null, invocations: 0, errors: 0, throttles: 0, maxConcurrent: null };
  const ownNone = { ownInvocations: 0, ownErrors: 0, ownThrottles: 0, ownMaxConcurrent: null };
  const at = (lambdaName: string, hour: Date): CellHour => {
    const known = rows.get(key(lambdaName, hour)) ?? { cellId, hour, lambdaName, ...none, ...ownNone };
    rows.set(key(lambdaName, hour), known);
    return known;
  };
  for (const { lambdaName, hour, ...counts } of theirs) Object.assign(at(lambdaName ?? "", hour), counts);
  for (const { lambdaName, hour, functionId, invocations, errors, throttles } of ours) {
    const own = { functionId, ownInvocations: invocations, ownErrors: errors, ownThrottles: throttles };
    Object.assign(at(lambdaName, hour), own);
    const account = at("", hour);
    account.ownInvocations = Number(account.ownInvocations) + invocations;
    account.ownErrors = Number(account.ownErrors) + errors;
    account.ownThrottles = Number(account.ownThrottles) + throttles;
    account.ownMaxConcurrent = concurrency.get(hour.getTime()) ?? null;
  }
  const functionOf = new Map(ours.map(({ lambdaName, functionId }) => [lambdaName, functionId]));
  return [...rows.values()].map((row) => ({ ...row, functionId: functionOf.get(row.lambdaName) ?? null }));
}

async function lookAt({ db: { operator }, cells }: Context, cellId: string, now: Date): Promise<void> {
  const to = new Date(Math.floor(now.getTime() / hourMs) * hourMs + hourMs);
  const span = { cellId, from: new Date(to.getTime() - spanHours * hourMs), to };
  const { author } = await cells.open(cellId);
  const ours = await readOwnHours(operator, span);
  const lambdaNames = [...new Set(ours.map(({ lambdaName }) => lambdaName))];
  const theirs = await readHours(author, { ...span, lambdaNames });
  const data = pairHours(span, theirs, ours, await readOwnConcurrency(operator, span));
  await operator.$transaction(async (tx) => {
    await tx.cell.update({ where: { id: cellId }, data: { comparedAt: new Date(), compareError: null } });
    const old = new Date(to.getTime() - keptDays * 24 * hourMs);
    await tx.cellHour.deleteMany({ where: { cellId, OR: [{ hour: { gte: span.from } }, { hour: { lt: old } }] } });
    await tx.cellHour.createMany({ data });
  });
}

/** Writes down why a cell could not be compared, and logs it where it is news. */
async function tellWhy({ db: { operator }, log }: Context, cellId: string, error: unknown): Promise<void> {
  const compareError = reasonOf(error);
  const isNews = { OR: [{ compareError: null }, { compareError: { not: compareError } }] };
  const { count } = await operator.cell.updateMany({ where: { id: cellId, ...isNews }, data: { compareError } });
  if (count > 0) log("error", "comparison of a cell", { cellId, cause: String(error) });
}

/**
 * Asks CloudWatch what it counted of a cell in the last day, up to the hour under way, and writes it down beside what
 * the ledger has. Asked are the account and the functions that the ledger says ran; what else ran there is what the
 * account has more than these. @throws when CloudWatch cannot be asked; why is written down, and logged where it is news.
 */
export async function compareCell(ctx: Context, cellId: string, now = new Date()): Promise<void> {
  try {
    await lookAt(ctx, cellId, now);
  } catch (error) {
    await tellWhy(ctx, cellId, error);
    throw error;
  }
}

/**
 * Compares each cell that was not looked at since the hour began; one that fails does not hold up the others. A cell
 * that may not be asked is tried each turn, so that it is compared as soon as it may; why it may not is logged once.
 * @throws where even that cannot be written down.
 */
export async function compareCells(ctx: Context, now = new Date()): Promise<void> {
  const hour = new Date(Math.floor(now.getTime() / hourMs) * hourMs);
  const OR = [{ comparedAt: null }, { comparedAt: { lt: hour } }];
  for (const { id } of await ctx.db.operator.cell.findMany({ where: { OR }, select: { id: true } }))
    await lookAt(ctx, id, now).catch((error) => tellWhy(ctx, id, error));
}
