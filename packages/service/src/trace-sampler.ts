import { z } from "zod";
import type { TraceContext } from "./trace-context.ts";

/** Says of a trace whether it is recorded: bit 0 of its flags. */
export type TraceSampler = (trace: TraceContext) => TraceContext;

const samplers = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;

/** The standard variables that decide it; of an endpoint only whether there is one. */
export const samplerEnvSchema = z.object({
  OTEL_SDK_DISABLED: z.stringbool().default(false),
  OTEL_TRACES_EXPORTER: z.enum(["otlp", "none"]).default("otlp"),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.string().optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.string().optional(),
  OTEL_TRACES_SAMPLER: z.enum(samplers).default("parentbased_always_on"),
  /** The share, 0 to 1, for a sampler by ratio. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
});

const digits = 13;

/** The same answer in every process: the last digits of a trace's ID are random (https://www.w3.org/TR/trace-context-2/#random-trace-id-flag). */
function isWithin(share: number, traceId: string): boolean {
  return Number.parseInt(traceId.slice(-digits), 16) < share * 16 ** digits;
}

/** The sampler that the variables name. Where nothing is exported only what a caller records is. */
export function traceSamplerOf(env: z.output<typeof samplerEnvSchema>): TraceSampler {
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const isExported = endpoint !== undefined && !env.OTEL_SDK_DISABLED && env.OTEL_TRACES_EXPORTER === "otlp";
  const name = isExported ? env.OTEL_TRACES_SAMPLER : "parentbased_always_off";
  const byParent = name.startsWith("parentbased_");
  const rest = name.replace("parentbased_", "");
  return (trace) => {
    if (byParent && trace.parentId !== null) return trace;
    const isRecorded =
      rest === "always_on" || (rest === "traceidratio" && isWithin(env.OTEL_TRACES_SAMPLER_ARG, trace.traceId));
    return { ...trace, flags: isRecorded ? "01" : "00" };
  };
}
