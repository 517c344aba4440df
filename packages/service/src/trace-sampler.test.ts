import { expect, test } from "vitest";
import { traceContextFrom } from "./trace-context.ts";
import { samplerEnvSchema, traceSamplerOf } from "./trace-sampler.ts";

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };
const sampler = (env: Record<string, string>) => traceSamplerOf(samplerEnvSchema.parse(env));
const recorded = traceContextFrom(`00-${"a".repeat(32)}-${"b".repeat(16)}-01`);
const unrecorded = traceContextFrom(`00-${"a".repeat(32)}-${"b".repeat(16)}-00`);
const own = traceContextFrom(undefined);

test.each([
  ["nothing is exported", {}, ["01", "00", "00"]],
  ["the caller decides, and we where there is none", endpoint, ["01", "00", "01"]],
  ["always_off", { ...endpoint, OTEL_TRACES_SAMPLER: "always_off" }, ["00", "00", "00"]],
  ["always_on", { ...endpoint, OTEL_TRACES_SAMPLER: "always_on" }, ["01", "01", "01"]],
  ["the SDK is disabled", { ...endpoint, OTEL_SDK_DISABLED: "true" }, ["01", "00", "00"]],
  ["traces are not exported", { ...endpoint, OTEL_TRACES_EXPORTER: "none" }, ["01", "00", "00"]],
])("%s", (_, env, flags) => {
  expect([recorded, unrecorded, own].map((trace) => sampler(env)(trace).flags)).toEqual(flags);
});

test("a ratio takes that share of traces, each by its ID alone", () => {
  const quarter = sampler({ ...endpoint, OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.25" });
  const flags = (end: string) => quarter({ ...own, traceId: `${"9".repeat(19)}${end}` }).flags;
  expect([flags("3ffffffffffff"), flags("4000000000000")]).toEqual(["01", "00"]);
});
