import type { FunctionError, Outcome, SetRecordingPolicy } from "@annex/contract";
import type { Db, Tx } from "@annex/db";
import type { z } from "zod";
import { redact, redactedNames, redactedValue } from "./redact.ts";

type Json = z.core.util.JSONType;

/** A run whose payloads are to be kept. Nothing in it may change afterwards. */
export interface PayloadEntry {
  readonly id: string;
  readonly attempt: number;
  readonly tenantId: string;
  readonly functionId: string;
  readonly functionName: string;
  readonly releaseNumber: number;
  readonly extensionPointKey: string | null;
  readonly outcome: Outcome;
  readonly fields: unknown;
  readonly event: unknown;
  readonly output: unknown;
  readonly setFields: unknown;
  readonly error: FunctionError | null;
  readonly policy: SetRecordingPolicy;
  /** Parameters of the event that are made of redacted fields or of credentials. */
  readonly hidden: readonly string[];
  /** Takes the secrets that the function was handed out of a text. */
  readonly scrub: (text: string) => string;
}

export interface PayloadRecorder {
  /** Takes a run; it is in the database soon. Never throws, never waits. */
  record(entry: PayloadEntry): void;
  /** Writes what is waiting, now. */
  settle(): Promise<void>;
}

interface RecorderOptions {
  readonly db: Db;
  readonly onError: (error: unknown) => void;
}

const mostBytesOfPart = 262_144;
const flushMs = 50;
/** While the database is away or slow, this many runs wait; more are not recorded, and that is told. */
const mostWaiting = 1000;
const largestBatch = 50;
const attempts = 3;

type Row = ReturnType<typeof toRow>;

function toRow(entry: PayloadEntry) {
  const { policy, hidden, scrub, fields, event, output, setFields, error, ...rest } = entry;
  const names = redactedNames(policy.redacted);
  const part = (value: unknown, more: readonly string[] = []) =>
    redact(value, {
      names: new Set([...names, ...more.map((name) => name.toLowerCase())]),
      scrub,
      mostBytes: mostBytesOfPart,
    });
  const parts = { fields: part(fields), event: part(event, hidden), output: part(output) };
  const recordedAt = new Date();
  return {
    ...rest,
    fields: parts.fields ?? null,
    event: parts.event ?? null,
    output: parts.output ?? null,
    setFields: part(setFields) ?? {},
    error: error === null ? null : (part({ ...error, stack: error.stack.slice(0, 12) }) ?? null),
    redacted: redactedKeys(parts.fields),
    dropped: Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [name] : [])),
    recordedAt,
    expiresAt: new Date(recordedAt.getTime() + policy.retentionDays * 86_400_000),
  };
}

function redactedKeys(fields: Json | undefined): string[] {
  return Object.entries(Object(fields)).flatMap(([path, value]) => (value === redactedValue ? [path] : []));
}

/** One statement with one parameter. A run that is there already stays as it is. */
async function writeRows(tx: Tx, rows: readonly Row[]): Promise<void> {
  await tx.$executeRaw`INSERT INTO recorded_payloads (
      id, attempt, tenant_id, function_id, function_name, release_number, extension_point_key, outcome, fields, event,
      output, set_fields, error, redacted, dropped, recorded_at, expires_at)
    SELECT id, attempt, "tenantId", "functionId", "functionName", "releaseNumber", "extensionPointKey", outcome, fields,
      event, output, "setFields", error, redacted, dropped, "recordedAt", "expiresAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS entry (
      id uuid, attempt int, "tenantId" uuid, "functionId" uuid, "functionName" text, "releaseNumber" int,
      "extensionPointKey" text, outcome invocation_outcome, fields jsonb, event jsonb, output jsonb, "setFields" jsonb,
      error jsonb, redacted text[], dropped text[], "recordedAt" timestamptz, "expiresAt" timestamptz)
    ON CONFLICT DO NOTHING`;
}

/** The recorder of one data plane process: payloads are made ready and written beside the path. */
export function createPayloadRecorder({ db, onError }: RecorderOptions): PayloadRecorder {
  const waiting: PayloadEntry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;
  let refused = 0;

  const write = async (tenantId: string, rows: readonly Row[]) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await db.forTenant(tenantId).run((tx) => writeRows(tx, rows));
        return;
      } catch (error) {
        onError(error);
        if (attempt < attempts) continue;
        onError(new Error(`The payloads of ${rows.length} invocations were not recorded.`));
        return;
      }
    }
  };
  const flush = async () => {
    const rows = waiting.splice(0, largestBatch).map(toRow);
    for (const tenantId of new Set(rows.map((row) => row.tenantId)))
      await write(
        tenantId,
        rows.filter((row) => row.tenantId === tenantId),
      );
    if (refused > 0) onError(new Error(`The payloads of ${refused} invocations were not recorded: too many waited.`));
    refused = 0;
  };
  const schedule = () => {
    if (timer || flushing || waiting.length === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      flushing = flush()
        .catch(onError)
        .finally(() => {
          flushing = undefined;
          schedule();
        });
    }, flushMs);
  };
  return {
    record(entry) {
      if (waiting.length >= mostWaiting) refused += 1;
      else waiting.push(entry);
      schedule();
    },
    async settle() {
      while (flushing || waiting.length > 0) {
        await flushing;
        clearTimeout(timer);
        timer = undefined;
        await flush();
      }
    },
  };
}
