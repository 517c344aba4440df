"use client";
import {
  type Diagnostic,
  type Expectation,
  type Field,
  type FieldValues,
  type FunctionDetail,
  jsonSchema,
  type PlatformRecord,
  portalRoutes,
  recordSchema,
  type TestEvent,
  type TestSuite,
  testEventSchema,
} from "@annex/contract";
import { useEffect, useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import type { DraftStore } from "./draft-store";
import { isSameRecord } from "./test/same-record";
import { type RunState, useTestRun } from "./test/use-test-run";
import { useTestSuite } from "./test/use-test-suite";

export interface TestState extends RunState {
  readonly events: readonly TestEvent[];
  /** Records of the extension point's type, newest first: to test with what is really there. */
  readonly records: readonly PlatformRecord[];
  /** The sample record's fields that the next test uses. */
  readonly record: FieldValues;
  /** The saved test event that `record` came from, where it did. */
  readonly event: TestEvent | null;
  readonly eventName: string | null;
  /** Whether `record` was changed since it came from the event. */
  readonly edited: boolean;
  readonly setRecord: (record: FieldValues, eventName?: string | null) => void;
  /** The last run of several tests. */
  readonly suite: TestSuite | null;
  readonly suiteRunning: boolean;
  readonly suiteError: Error | null;
  readonly run: () => Promise<void>;
  readonly runAll: () => Promise<void>;
}

/** A real record's nested data as fields by path. */
export function fieldsOf(data: unknown, inputs: readonly Field[]): FieldValues {
  const values: FieldValues = {};
  for (const { path } of inputs) {
    let value: unknown = data;
    for (const segment of path.split(".").slice(1))
      value = z.record(z.string(), z.unknown()).safeParse(value).data?.[segment];
    const parsed = jsonSchema.safeParse(value);
    if (parsed.success) values[path] = parsed.data;
  }
  return values;
}

/** A record made from the schema: a plausible value for each field. */
export function inventedRecord(inputs: readonly Field[]): FieldValues {
  const samples = { string: "text", number: 100, integer: 1, boolean: true, date: "2026-01-31", json: {} };
  return Object.fromEntries(inputs.map(({ path, type }) => [path, samples[type]]));
}

/** What the last result would be as an expectation: its fields, or the error that it threw. */
export function expectationOf({ result }: RunState): Expectation | null {
  if (!result) return null;
  if (result.status === "success") return { fields: result.fields ?? {} };
  return result.status === "function_error" && result.error ? { errorType: result.error.type } : null;
}

/** The sample record that tests and previews use, and the last tests. */
export function useTest(
  { name, extensionPoint }: FunctionDetail,
  store: DraftStore,
  onDiagnostics: (diagnostics: readonly Diagnostic[]) => void,
): TestState {
  const events = useResource(portalRoutes.testEvents(name), z.array(testEventSchema));
  const records = useResource(portalRoutes.records(extensionPoint?.recordTypeKey ?? ""), z.array(recordSchema), {
    enabled: extensionPoint !== null,
  });
  const [chosen, setChosen] = useState<{ record: FieldValues; eventName: string | null } | null>(null);
  const first = events.data?.[0];
  const real = records.data?.[0];
  const inputs = extensionPoint?.inputs ?? [];
  const fallback = first
    ? { record: first.record, eventName: first.name }
    : { record: real ? fieldsOf(real.data, inputs) : inventedRecord(inputs), eventName: null };
  const { record, eventName } = chosen ?? fallback;
  const event = events.data?.find((candidate) => candidate.name === eventName) ?? null;
  const edited = event !== null && !isSameRecord(event.record, record);
  const { run: runOnce, ...state } = useTestRun(name, onDiagnostics);
  const suite = useTestSuite(name);
  const ready = !events.isPending && (extensionPoint === null || !records.isPending);
  const [queued, setQueued] = useState(false);
  const run = () => runOnce({ content: store.snapshot().content, record, event: edited ? null : event });
  // a press before the test events are there waits for them, rather than running something else
  useEffect(() => {
    if (!queued || !ready) return;
    setQueued(false);
    void run();
  });
  return {
    ...state,
    events: events.data ?? [],
    records: records.data ?? [],
    record,
    event,
    eventName,
    edited,
    setRecord: (next, name = null) => setChosen({ record: next, eventName: name }),
    running: state.running || queued,
    run: async () => (ready ? run() : setQueued(true)),
    suite: suite.suite,
    suiteRunning: suite.running,
    suiteError: suite.error,
    runAll: () => suite.run(store.snapshot().content),
  };
}
