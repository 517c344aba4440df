"use client";
import {
  type Diagnostic,
  type Field,
  type FieldValues,
  type FunctionDetail,
  portalRoutes,
  recordSchema,
  type TestEvent,
  type TestResult,
  testEventSchema,
  testRunSchema,
} from "@annex/contract";
import { useRef, useState } from "react";
import { z } from "zod";
import { ApiError } from "@/client/api-error";
import { useApi, useResource } from "@/client/api-provider";
import type { DraftStore } from "./draft-store";

export interface TestState {
  readonly events: readonly TestEvent[];
  /** The sample record's fields that the next test uses. */
  readonly record: FieldValues;
  /** Name of the saved test event that `record` came from. */
  readonly eventName: string | null;
  readonly setRecord: (record: FieldValues, eventName?: string | null) => void;
  readonly running: boolean;
  readonly startedAt: number | null;
  readonly result: TestResult | null;
  readonly error: Error | null;
  readonly run: () => Promise<void>;
}

/** A real record's nested data as fields by path. */
export function fieldsOf(data: unknown, inputs: readonly Field[]): FieldValues {
  const values: FieldValues = {};
  for (const { path } of inputs) {
    let value: unknown = data;
    for (const segment of path.split(".").slice(1))
      value = z.record(z.string(), z.unknown()).safeParse(value).data?.[segment];
    const parsed = z.json().safeParse(value);
    if (parsed.success) values[path] = parsed.data;
  }
  return values;
}

function invented(inputs: readonly Field[]): FieldValues {
  const samples = { string: "text", number: 100, integer: 1, boolean: true, date: "2026-01-31", json: {} };
  return Object.fromEntries(inputs.map(({ path, type }) => [path, samples[type]]));
}

/** The sample record that tests and previews use, and the last test. */
export function useTest(
  { name, extensionPoint }: FunctionDetail,
  store: DraftStore,
  onDiagnostics: (diagnostics: readonly Diagnostic[]) => void,
): TestState {
  const api = useApi();
  const events = useResource(portalRoutes.testEvents(name), z.array(testEventSchema));
  const records = useResource(portalRoutes.records(extensionPoint?.recordTypeKey ?? ""), z.array(recordSchema), {
    enabled: extensionPoint !== null && events.data?.length === 0,
  });
  const [chosen, setChosen] = useState<{ record: FieldValues; eventName: string | null } | null>(null);
  const [state, setState] = useState<Pick<TestState, "running" | "startedAt" | "result" | "error">>({
    running: false,
    startedAt: null,
    result: null,
    error: null,
  });
  const current = useRef<AbortController | null>(null);

  const first = events.data?.[0];
  const real = records.data?.[0];
  const inputs = extensionPoint?.inputs ?? [];
  const fallback = first
    ? { record: first.record, eventName: first.name }
    : { record: real ? fieldsOf(real.data, inputs) : invented(inputs), eventName: null };
  const { record, eventName } = chosen ?? fallback;

  const run = async () => {
    current.current?.abort();
    current.current = new AbortController();
    const { signal } = current.current;
    setState({ running: true, startedAt: Date.now(), result: null, error: null });
    try {
      const input = { content: store.snapshot().content, record };
      let testRun = await api.send("POST", portalRoutes.testRuns(name), testRunSchema, input, signal);
      while (testRun.state !== "done") {
        testRun = await api.get(portalRoutes.testRun(name, testRun.id), testRunSchema, { wait: 10 }, signal);
      }
      setState({ running: false, startedAt: null, result: testRun.result, error: null });
      onDiagnostics(testRun.result?.diagnostics ?? []);
    } catch (error) {
      if (signal.aborted) return;
      const shown = error instanceof Error ? error : new ApiError("The test could not be run.", null);
      setState({ running: false, startedAt: null, result: null, error: shown });
    }
  };

  return {
    ...state,
    events: events.data ?? [],
    record,
    eventName,
    setRecord: (next, name = null) => setChosen({ record: next, eventName: name }),
    run,
  };
}
