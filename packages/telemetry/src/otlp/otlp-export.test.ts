import { randomUUID } from "node:crypto";
import { type FreshDatabase, freshDatabase, seedTenant } from "@annex/db/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type OtlpReceiver, startOtlpReceiver } from "../../test/otlp-receiver.ts";
import type { LedgerEntry } from "../create-ledger.ts";
import { recordLines } from "../logs/record-lines.ts";
import { foldInvocations } from "../rollups/fold-invocations.ts";
import { writeEntries } from "../write-entries.ts";
import { createOtlpExport, type OtlpTurn } from "./create-otlp-export.ts";
import { otlpEnvSchema, otlpSettingsOf } from "./otlp-settings.ts";

let fresh: FreshDatabase;
let receiver: OtlpReceiver;
let tenantId: string;
let turns: OtlpTurn[];
const problem = vi.fn();

function turnsWith(more: Record<string, string> = {}): OtlpTurn[] {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20x",
    ...more,
  };
  const settings = otlpSettingsOf(otlpEnvSchema.parse(env));
  return settings ? createOtlpExport({ operator: fresh.db.operator, settings, onProblem: problem }) : [];
}

beforeEach(async () => {
  [fresh, receiver] = await Promise.all([freshDatabase(), startOtlpReceiver()]);
  tenantId = (await seedTenant(fresh.db, "acme")).id;
  turns = turnsWith();
  for (const { send } of turns) await send(); // what was before the first turn is nobody's
  problem.mockReset();
});
afterEach(async () => {
  await Promise.all([receiver.close(), fresh.dispose()]);
});

const send = (signal: string) => turns.find((turn) => turn.signal === signal)?.send();
const trace = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", parentSpanId: "00f067aa0ba902b7" };

function entry(more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    ...{ id: randomUUID(), tenantId, functionId: randomUUID(), functionName: "score", correlationId: "c-12345678" },
    ...{ requestId: randomUUID(), releaseNumber: 3, extensionPointKey: "invoice.submitted", caller: "client:acme" },
    ...{ outcome: "success", errorType: null, errorMessage: null, errorStack: [], hops: 0, region: "eu-central-1" },
    ...{ startedAt: new Date(), totalMs: 60, functionMs: 20, billedMs: 20, initMs: 10, memoryMb: 128 },
    ...{ maxMemoryMb: 60, steps: { invoke: 50, authenticate: 2, mapInput: 1 }, trigger: "request" },
    ...{ acceptedId: null, attempt: null, spanId: "1111111111111111", ...trace },
    ...more,
  };
}
function untraced(): LedgerEntry {
  const { traceId: _, spanId: __, parentSpanId: ___, ...rest } = entry();
  return rest;
}
const record = (...entries: LedgerEntry[]) => fresh.db.forTenant(tenantId).run((tx) => writeEntries(tx, entries));

/** Another test's older transaction on the same server holds the ledger's end back for a moment. */
async function sentSpans(count: number) {
  return vi.waitFor(async () => {
    await send("traces");
    expect(receiver.spans).toHaveLength(count);
    return receiver.spans;
  }, 20_000);
}

test("an invocation is spans below its caller's: itself, its steps in their order, and the function in the one that waited for it", async () => {
  await record(entry(), untraced());
  const spans = await sentSpans(6);
  const [own, ...below] = spans;
  expect(below.map(({ name }) => name)).toEqual(["authenticate", "mapInput", "invoke", "init score", "score"]);
  expect(own).toMatchObject({
    name: "invoke score",
    traceId: trace.traceId,
    parentSpanId: trace.parentSpanId,
    kind: 2,
  });
  expect(own?.attributes).toMatchObject({ "annex.tenant": "acme", "annex.release": "3", "annex.outcome": "success" });
  const invoke = below[2];
  expect(below.map(({ parentSpanId }) => parentSpanId)).toEqual([
    ...[own?.spanId, own?.spanId, own?.spanId],
    ...[invoke?.spanId, invoke?.spanId],
  ]);
  expect(below[4]).toMatchObject({ spanId: "1111111111111111", attributes: { "faas.coldstart": true } });
  const times = (span = own) => [Number(span?.startTimeUnixNano), Number(span?.endTimeUnixNano)] as const;
  for (const [child, parent] of [
    [below[0], own],
    [below[2], own],
    [below[3], invoke],
    [below[4], invoke],
  ] as const) {
    expect(times(child)[0]).toBeGreaterThanOrEqual(times(parent)[0]);
    expect(times(child)[1]).toBeLessThanOrEqual(times(parent)[1]);
  }
  expect(receiver.resources).toEqual([{ "service.name": "annex" }]);
  expect(receiver.requests.at(-1)).toEqual({ path: "/v1/traces", authorization: "Bearer x" });
});

test("a failed invocation's span says so, and whose fault it was", async () => {
  await record(entry({ outcome: "timeout", errorType: "Sandbox.Timedout", errorMessage: "too slow" }));
  const [own] = await sentSpans(6);
  expect(own?.status).toEqual({ code: 2, message: "too slow" });
  expect(own?.attributes).toMatchObject({ "error.type": "Sandbox.Timedout", "annex.error_class": "timeout" });
});

test("more than one request holds go out in several, each invocation once", async () => {
  turns = turnsWith({ OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "3" });
  for (let n = 0; n < 5; n += 1) await record(entry(), entry());
  const spans = await sentSpans(60);
  expect(
    new Set(spans.map(({ spanId, attributes }) => attributes["annex.invocation_id"] ?? spanId)).size,
  ).toBeGreaterThan(10);
  await send("traces");
  expect(receiver.spans).toHaveLength(60);
});

test("while the collector is away nothing is lost and nothing is sent twice", async () => {
  receiver.answer = { status: 503, body: "starting" };
  await record(entry());
  await vi.waitFor(async () => {
    await send("traces");
    expect(problem).toHaveBeenCalledWith("traces", "503 starting", 0);
  }, 20_000);
  receiver.answer = { status: 200, body: "{}" };
  await sentSpans(6);
  const told = await fresh.db.operator.otlpExport.findUniqueOrThrow({ where: { signal: "traces" } });
  expect(told).toMatchObject({ sent: 1n, dropped: 0n, failingSince: null, lastError: "503 starting" });
});

test("what waits for longer than an hour is given up and counted", async () => {
  await fresh.db.operator.otlpExport.update({ where: { signal: "traces" }, data: { failingSince: new Date() } });
  await record(entry({ startedAt: new Date(Date.now() - 3_700_000) }));
  await vi.waitFor(async () => {
    await send("traces");
    expect(problem).toHaveBeenCalledWith("traces", "older than an hour", 1);
  }, 20_000);
  await record(entry());
  await sentSpans(6);
});

test.each([
  [{ status: 400, body: "no" }, "400 no", 1],
  [{ status: 200, body: '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}' }, "too old", 2],
])("what a collector refuses is counted, told, and holds up nothing: %j", async (answer, message, dropped) => {
  receiver.answer = answer;
  await record(entry());
  await vi.waitFor(async () => {
    await send("traces");
    expect(problem).toHaveBeenCalledWith("traces", message, dropped);
  }, 20_000);
  receiver.answer = { status: 200, body: "{}" };
  receiver.spans.length = 0;
  await record(entry());
  await sentSpans(6);
});

test("a log line names the span of its function; one of the platform the trace of its correlation ID", async () => {
  const run = entry();
  await record(run);
  const line = {
    functionId: run.functionId,
    releaseNumber: null,
    correlationId: null,
    level: "warn",
    at: new Date(),
  } as const;
  const lines = [
    {
      ...line,
      eventId: "1",
      requestId: run.requestId,
      message: "slow",
      fields: { ms: 5, of: { n: 1 } },
      source: "function",
    },
    {
      ...line,
      eventId: "2",
      requestId: null,
      correlationId: run.correlationId,
      message: "call",
      fields: null,
      source: "data_plane",
    },
    { ...line, eventId: "3", requestId: randomUUID(), message: "no trace", fields: null, source: "function" },
  ] as const;
  await fresh.db.operator.$transaction((tx) => recordLines(tx, tenantId, lines));
  await vi.waitFor(async () => {
    await send("logs");
    expect(receiver.logRecords).toHaveLength(3);
  }, 20_000);
  const [own, platform, none] = receiver.logRecords;
  expect(own).toMatchObject({
    traceId: trace.traceId,
    spanId: run.spanId,
    severityNumber: 13,
    body: { stringValue: "slow" },
  });
  expect(own?.attributes).toMatchObject({ "annex.field.ms": "5", "annex.field.of": '{"n":1}' });
  expect([platform?.traceId, platform?.spanId, none?.traceId]).toEqual([trace.traceId, undefined, undefined]);
});

test("metrics are what the rollups say: sums that only grow, and gauges", async () => {
  await record(entry(), entry({ outcome: "timeout" }));
  await vi.waitFor(async () => {
    await foldInvocations(fresh.db.operator);
    receiver.metrics.length = 0;
    await send("metrics");
    const found = receiver.metrics.find(({ name }) => name === "annex_invocations");
    expect(found).toMatchObject({ sum: { dataPoints: [{ asDouble: 2, attributes: { tenant: "acme" } }] } });
  }, 20_000);
  expect(receiver.metrics.find(({ name }) => name === "annex_latency_ms")).toMatchObject({ unit: "ms", gauge: {} });
});
