import { z } from "zod";

export const otlpSignals = ["traces", "logs", "metrics"] as const;
export type OtlpSignal = (typeof otlpSignals)[number];

/** Where a signal goes, and how. */
export interface OtlpTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly gzip: boolean;
}

export interface OtlpSettings {
  /** What is not there is not sent. */
  readonly targets: Readonly<Partial<Record<OtlpSignal, OtlpTarget>>>;
  /** Attributes of the resource: `service.name` and those of `OTEL_RESOURCE_ATTRIBUTES`. */
  readonly resource: Readonly<Record<string, string>>;
  readonly scheduleDelayMs: number;
  readonly metricIntervalMs: number;
  /** Invocations or lines in one request. */
  readonly batchSize: number;
}

const milliseconds = (fallback: number) => z.coerce.number().int().min(1).max(3_600_000).default(fallback);
const url = z.url({ protocol: /^https?$/ }).optional();

/** `name=value,name=value` with percent-encoded values, as OpenTelemetry and W3C Baggage write it. */
const pairs = z
  .string()
  .default("")
  .transform((text, context) => {
    const entries = text.split(",").filter((entry) => entry.trim() !== "");
    const parsed = entries.map((entry) => /^([^=]+)=(.*)$/s.exec(entry.trim()));
    try {
      if (!parsed.includes(null))
        return Object.fromEntries(
          parsed.map((found) => [found?.[1]?.trim() ?? "", decodeURIComponent(found?.[2]?.trim() ?? "")]),
        );
    } catch {
      // a percent sign that encodes nothing is told like a missing equals sign
    }
    context.addIssue({ code: "custom", message: "is name=value pairs, comma-separated, values percent-encoded" });
    return z.NEVER;
  });

const exporter = z.enum(["otlp", "none"]).default("otlp");

/**
 * The standard variables of OpenTelemetry that we know, of https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 * and https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/. Nothing is sent while no
 * endpoint is set.
 */
export const otlpEnvSchema = z.object({
  OTEL_SDK_DISABLED: z.stringbool().default(false),
  OTEL_SERVICE_NAME: z.string().default("annex"),
  OTEL_RESOURCE_ATTRIBUTES: pairs,
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_HEADERS: pairs,
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: pairs,
  OTEL_EXPORTER_OTLP_LOGS_HEADERS: pairs,
  OTEL_EXPORTER_OTLP_METRICS_HEADERS: pairs,
  OTEL_EXPORTER_OTLP_TIMEOUT: milliseconds(10_000),
  OTEL_EXPORTER_OTLP_COMPRESSION: z.enum(["gzip", "none"]).default("none"),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.literal("http/json", "must be http/json: nothing else is sent").optional(),
  OTEL_TRACES_EXPORTER: exporter,
  OTEL_LOGS_EXPORTER: exporter,
  OTEL_METRICS_EXPORTER: exporter,
  OTEL_BSP_SCHEDULE_DELAY: milliseconds(5000),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: z.coerce.number().int().min(1).max(5000).default(512),
  OTEL_METRIC_EXPORT_INTERVAL: milliseconds(60_000),
});
export type OtlpEnv = z.output<typeof otlpEnvSchema>;

function targetOf(env: OtlpEnv, signal: OtlpSignal): OtlpTarget | undefined {
  const name = signal === "traces" ? "TRACES" : signal === "logs" ? "LOGS" : "METRICS";
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const own = env[`OTEL_EXPORTER_OTLP_${name}_ENDPOINT`] ?? (base && `${base.replace(/\/$/, "")}/v1/${signal}`);
  if (own === undefined || env.OTEL_SDK_DISABLED || env[`OTEL_${name}_EXPORTER`] === "none") return undefined;
  return {
    url: own,
    headers: { ...env.OTEL_EXPORTER_OTLP_HEADERS, ...env[`OTEL_EXPORTER_OTLP_${name}_HEADERS`] },
    timeoutMs: env.OTEL_EXPORTER_OTLP_TIMEOUT,
    gzip: env.OTEL_EXPORTER_OTLP_COMPRESSION === "gzip",
  };
}

/** What is sent where; undefined where nothing is. */
export function otlpSettingsOf(env: OtlpEnv): OtlpSettings | undefined {
  const targets = Object.fromEntries(
    otlpSignals.flatMap((signal) => {
      const target = targetOf(env, signal);
      return target ? [[signal, target]] : [];
    }),
  );
  if (Object.keys(targets).length === 0) return undefined;
  return {
    targets,
    resource: { "service.name": env.OTEL_SERVICE_NAME, ...env.OTEL_RESOURCE_ATTRIBUTES },
    scheduleDelayMs: env.OTEL_BSP_SCHEDULE_DELAY,
    metricIntervalMs: env.OTEL_METRIC_EXPORT_INTERVAL,
    batchSize: env.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
  };
}
