import { expect, test } from "vitest";
import { otlpEnvSchema, otlpSettingsOf } from "./otlp-settings.ts";

const settings = (env: Record<string, string>) => otlpSettingsOf(otlpEnvSchema.parse(env));
const endpoint = "https://collector.test:4318/";

test("without an endpoint nothing is sent", () => {
  expect(settings({ OTEL_SERVICE_NAME: "x", OTEL_EXPORTER_OTLP_HEADERS: "a=b" })).toBeUndefined();
});

test("the endpoint takes every signal at its path; a signal's own is used as it is, with headers of its own", () => {
  const found = settings({
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: "http://logs.test/in",
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20abc, x-team = core",
    OTEL_EXPORTER_OTLP_LOGS_HEADERS: "x-team=logs",
    OTEL_METRICS_EXPORTER: "none",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
  });
  expect(found?.targets).toMatchObject({
    traces: {
      url: "https://collector.test:4318/v1/traces",
      headers: { authorization: "Bearer abc", "x-team": "core" },
    },
    logs: { url: "http://logs.test/in", headers: { authorization: "Bearer abc", "x-team": "logs" } },
  });
  expect(found?.targets.metrics).toBeUndefined();
  expect(found?.resource).toEqual({ "service.name": "annex", "deployment.environment.name": "test" });
});

test("a disabled SDK sends nothing, whatever else is set", () => {
  expect(settings({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED: "true" })).toBeUndefined();
});

test.each([
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, "must be http/json"],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf" }, "must be http/json"],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "localhost:4318" }, "Invalid URL"],
  [{ OTEL_EXPORTER_OTLP_HEADERS: "nothing" }, "name=value pairs"],
  [{ OTEL_EXPORTER_OTLP_HEADERS: "a=%zz" }, "name=value pairs"],
  [{ OTEL_EXPORTER_OTLP_TIMEOUT: "soon" }, "expected number"],
])("%j is refused", (env, message) => {
  expect(() => settings(env)).toThrow(message);
});
