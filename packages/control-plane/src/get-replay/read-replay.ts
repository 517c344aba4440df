import {
  AppError,
  type DraftContent,
  draftContentSchema,
  functionResultSchema,
  type InvocationsOf,
  isOf,
  type Payload,
  payloadSchema,
  type Replay,
  type ReplayTarget,
  testResultSchema,
} from "@annex/contract";
import type { RecordedPayload, Replay as Row, Tx } from "@annex/db";
import { redact, redactedNames } from "@annex/telemetry";
import { toPayload } from "../recorded-payload/to-payload.ts";
import { diffJson } from "./diff-json.ts";

const largestCompared = 262_144;

interface Run {
  readonly state: Replay["state"];
  readonly replayed: Payload | null;
}

function targetOf({ target: kind, releaseNumber: number }: Row): ReplayTarget {
  return kind === "release" && number !== null ? { kind, number } : kind === "draft" ? { kind } : { kind: "live" };
}

/** What a test run tells as the recorder would have kept it: without what the policy takes out. */
function redacted(payload: Payload, names: readonly string[], content: DraftContent): Payload {
  const all = redactedNames(names);
  const isHidden = ({ source }: DraftContent["mapping"]["parameters"][number]) =>
    source.kind === "credential" ||
    (source.kind === "field" && all.has(source.path.toLowerCase())) ||
    (source.kind === "expression" && names.some((name) => source.expression.includes(name)));
  const hidden = content.mapping.parameters.filter(isHidden).map(({ name }) => name.toLowerCase());
  const part = (value: unknown, more: readonly string[] = []) =>
    redact(value, { names: new Set([...all, ...more]), scrub: (text) => text, mostBytes: largestCompared }) ?? null;
  const { event, output, set } = payload;
  return payloadSchema.parse({ ...payload, event: part(event, hidden), output: part(output), set: part(set) ?? {} });
}

async function draftRun(tx: Tx, { id }: Row, source: RecordedPayload): Promise<Run> {
  const run = await tx.testRun.findUnique({ where: { id } });
  if (run?.state !== "done") return { state: run?.state ?? "done", replayed: null };
  const { status, event, output, fields, error, diagnostics } = testResultSchema.parse(run.result);
  const [problem] = diagnostics.filter(({ severity }) => severity === "error");
  const failure = error ?? (problem ? { type: "Draft", message: problem.message, stack: [] } : null);
  const told = { event: event ?? null, output: output ?? null, set: fields ?? {}, error: failure };
  const replayed = payloadSchema.parse({ outcome: status, releaseNumber: null, ...told });
  const policy = await tx.recordingPolicy.findFirst({ select: { redacted: true } });
  const names = [...source.redacted, ...(policy?.redacted ?? [])];
  return { state: "done", replayed: redacted(replayed, names, draftContentSchema.parse(run.content)) };
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
export async function readReplay(tx: Tx, id: string, only?: InvocationsOf): Promise<Replay> {
  const row = await tx.replay.findUnique({ where: { id } });
  const of = row && { id: row.sourceId, attempt: row.sourceAttempt };
  const source = of && (await tx.recordedPayload.findUnique({ where: { id_attempt: of } }));
  if (!row || !source || (only && !isOf(only, source))) throw new AppError("not_found", "There is no such replay.");
  const { state, replayed } = await (row.target === "draft" ? draftRun(tx, row, source) : releaseRun(tx, row));
  const original = toPayload(source);
  const compared = ({ outcome, event, output, set }: Payload) => ({ outcome, event, output, set });
  const diff = replayed ? diffJson(compared(original), compared(replayed)) : { differences: [], more: false };
  const { createdBy, createdAt } = row;
  const told = { id, invocationId: row.sourceId, target: targetOf(row), state, original, replayed, createdBy };
  return { ...told, ...diff, createdAt: createdAt.toISOString() };
}
