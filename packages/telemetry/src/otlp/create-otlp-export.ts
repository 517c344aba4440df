import type { PrismaClient } from "@annex/db";
import { createCertainLines } from "./certain-lines.ts";
import { sendNext } from "./otlp-queue.ts";
import type { OtlpSettings, OtlpSignal, OtlpTarget } from "./otlp-settings.ts";
import { newestLineId, readLines } from "./read-lines.ts";
import { readMetrics } from "./read-metrics.ts";
import { openHorizon, readTraces } from "./read-traces.ts";

/** One signal's export: what to do every `everyMs`. */
export interface OtlpTurn {
  readonly signal: OtlpSignal;
  readonly everyMs: number;
  /** Sends what is there, batch after batch. Throws only where the database does. */
  readonly send: () => Promise<void>;
}

interface ExportOptions {
  readonly operator: PrismaClient;
  readonly settings: OtlpSettings;
  readonly onProblem: (signal: OtlpSignal, message: string, dropped: number) => void;
}

/** A turn ends after this many batches: the next one goes on. */
const mostBatches = 200;
/** A line's certainty takes three looks. */
const looks = 3;

/**
 * Sends traces, lines and metrics to a collector of OpenTelemetry, out of the ledger, the lines and the rollups: they
 * are the queue, so that the path does nothing more and a worker that dies loses nothing. At least once: a batch whose
 * answer was lost goes out again, with the same span IDs.
 */
export function createOtlpExport({ operator, settings, onProblem }: ExportOptions): OtlpTurn[] {
  const { targets, resource, batchSize: most, scheduleDelayMs, metricIntervalMs } = settings;
  const certainLines = createCertainLines(operator);
  const told = (signal: OtlpSignal) => (message: string, dropped: number) => onProblem(signal, message, dropped);
  const untilSent = async (next: () => Promise<boolean>) => {
    for (let batch = 0; batch < mostBatches && (await next()); batch += 1);
  };
  const turns: Readonly<Record<OtlpSignal, (target: OtlpTarget) => Omit<OtlpTurn, "signal">>> = {
    traces: (target) => ({
      everyMs: scheduleDelayMs,
      send: () => {
        const read = (position: bigint) => readTraces(operator, { position, most, resource });
        const sending = { signal: "traces", target, start: () => openHorizon(operator), read } as const;
        return untilSent(() => sendNext(operator, { ...sending, onProblem: told("traces") }));
      },
    }),
    logs: (target) => ({
      everyMs: Math.ceil(scheduleDelayMs / looks),
      send: async () => {
        const upTo = await certainLines();
        const read = (position: bigint) => readLines(operator, { position, upTo, most, resource });
        const sending = { signal: "logs", target, start: () => newestLineId(operator), read } as const;
        await untilSent(() => sendNext(operator, { ...sending, onProblem: told("logs") }));
      },
    }),
    metrics: (target) => ({
      everyMs: metricIntervalMs,
      send: async () => {
        const read = () => readMetrics(operator, resource);
        const sending = { signal: "metrics", target, start: async () => 0n, read } as const;
        await sendNext(operator, { ...sending, onProblem: told("metrics") });
      },
    }),
  };
  return (["traces", "logs", "metrics"] as const).flatMap((signal) => {
    const target = targets[signal];
    return target ? [{ signal, ...turns[signal](target) }] : [];
  });
}
