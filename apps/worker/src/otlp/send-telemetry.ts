import { createOtlpExport, type OtlpSettings } from "@annex/telemetry";
import { type Repetition, repeat } from "../jobs/repeat.ts";
import type { WorkerContext } from "../worker-context.ts";

/** How often the same trouble is told. */
const tellEveryMs = 60_000;

/** Sends traces, lines and metrics to a collector of OpenTelemetry until it is stopped; what is lost is counted and told. */
export function sendTelemetry({ db, log }: WorkerContext, settings: OtlpSettings): Repetition[] {
  const told = new Map<string, number>();
  const onProblem = (signal: string, message: string, dropped: number) => {
    if (dropped === 0 && Date.now() - (told.get(signal) ?? 0) < tellEveryMs) return;
    told.set(signal, Date.now());
    log("error", "the collector of OpenTelemetry did not take all", { signal, dropped, cause: message });
  };
  const turns = createOtlpExport({ operator: db.operator, settings, onProblem });
  return turns.map(({ signal, everyMs, send }) =>
    repeat(send, { everyMs, tell: (error) => log("error", "telemetry", { signal, cause: String(error) }) }),
  );
}
