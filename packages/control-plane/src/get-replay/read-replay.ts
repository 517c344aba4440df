import {
  AppError,
  functionResultSchema,
  type Payload,
  payloadSchema,
  type Replay,
  type ReplayTarget,
  testResultSchema,
} from "@annex/contract";
import type { Replay as Row, Tx } from "@annex/db";
import { toPayload } from "../recorded-payload/to-payload.ts";
import { diffJson } from "./diff-json.ts";

interface Run {
  readonly state: Replay["state"];
  readonly replayed: Payload | null;
}

function targetOf({ target: kind, releaseNumber: number }: Row): ReplayTarget {
  return kind === "release" && number !== null ? { kind, number } : kind === "draft" ? { kind } : { kind: "live" };
}

async function draftRun(tx: Tx, { id }: Row): Promise<Run> {
  const run = await tx.testRun.findUnique({ where: { id } });
  if (run?.state !== "done") return { state: run?.state ?? "done", replayed: null };
  const { status, event, output, fields, error, diagnostics } = testResultSchema.parse(run.result);
  const [problem] = diagnostics.filter(({ severity }) => severity === "error");
  const failure = error ?? (problem ? { type: "Draft", message: problem.message, stack: [] } : null);
  const told = { event: event ?? null, output: output ?? null, set: fields ?? {}, error: failure };
  return { state: "done", replayed: payloadSchema.parse({ outcome: status, releaseNumber: null, ...told }) };
}

/** What came of it is recorded beside the path: it takes a moment, or where it cannot be recorded, it is given up. */
const recordedWithinMs = 5000;

async function releaseRun(tx: Tx, { id }: Row): Promise<Run> {
  const accepted = await tx.acceptedInvocation.findUnique({ where: { id } });
  if (accepted && !accepted.finishedAt)
    return { state: accepted.state === "running" ? "running" : "queued", replayed: null };
  const recorded = await tx.recordedPayload.findFirst({ where: { id }, orderBy: { attempt: "desc" } });
  if (recorded) return { state: "done", replayed: toPayload(recorded) };
  const result = functionResultSchema.nullable().parse(accepted?.result ?? null);
  if (result === null) return { state: "done", replayed: null };
  const wasReached = result.release !== 0;
  const isFresh = Date.now() - (accepted?.finishedAt?.getTime() ?? 0) < recordedWithinMs;
  if (wasReached && isFresh) return { state: "running", replayed: null };
  const { status: outcome, fields: set, error = null } = result;
  const releaseNumber = wasReached ? result.release : null;
  return { state: "done", replayed: { outcome, releaseNumber, event: null, output: null, set, error } };
}

/** A replay, with what differs once it is done. @throws AppError `not_found`. */
export async function readReplay(tx: Tx, id: string): Promise<Replay> {
  const row = await tx.replay.findUnique({ where: { id } });
  const of = row && { id: row.sourceId, attempt: row.sourceAttempt };
  const source = of && (await tx.recordedPayload.findUnique({ where: { id_attempt: of } }));
  if (!row || !source) throw new AppError("not_found", "There is no such replay.");
  const { state, replayed } = await (row.target === "draft" ? draftRun(tx, row) : releaseRun(tx, row));
  const original = toPayload(source);
  const compared = ({ outcome, event, output, set }: Payload) => ({ outcome, event, output, set });
  const diff = replayed ? diffJson(compared(original), compared(replayed)) : { differences: [], more: false };
  const { createdBy, createdAt } = row;
  const told = { id, invocationId: row.sourceId, target: targetOf(row), state, original, replayed, createdBy };
  return { ...told, ...diff, createdAt: createdAt.toISOString() };
}
