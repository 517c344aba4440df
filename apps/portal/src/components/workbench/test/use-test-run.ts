"use client";
import {
  type Diagnostic,
  type DraftContent,
  type FieldValues,
  type Mismatch,
  portalRoutes,
  type TestEvent,
  type TestResult,
  testRunSchema,
  testSuiteSchema,
} from "@annex/contract";
import { useRef, useState } from "react";
import type { Api } from "@/client/api";
import { ApiError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";

export interface RunState {
  readonly running: boolean;
  readonly startedAt: number | null;
  readonly result: TestResult | null;
  /** What `result` came from. */
  readonly ranWith: FieldValues | null;
  /** Whether it came to what its test event expects; null where none does. */
  readonly passed: boolean | null;
  readonly mismatches: readonly Mismatch[];
  readonly error: Error | null;
}

interface RunInput {
  readonly content: DraftContent;
  readonly record: FieldValues;
  /** The saved event that `record` is: then what it expects is judged. */
  readonly event: TestEvent | null;
}

type Outcome = Pick<RunState, "result" | "passed" | "mismatches">;

const idle: RunState = {
  running: false,
  startedAt: null,
  result: null,
  ranWith: null,
  passed: null,
  mismatches: [],
  error: null,
};

async function runRecord(api: Api, name: string, input: RunInput, signal: AbortSignal): Promise<Outcome> {
  const { content, record } = input;
  let run = await api.send("POST", portalRoutes.testRuns(name), testRunSchema, { content, record }, signal);
  while (run.state !== "done")
    run = await api.get(portalRoutes.testRun(name, run.id), testRunSchema, { wait: 10 }, signal);
  return { result: run.result, passed: null, mismatches: [] };
}

async function runEvent(
  api: Api,
  name: string,
  content: DraftContent,
  id: string,
  signal: AbortSignal,
): Promise<Outcome> {
  const input = { content, testEventIds: [id] };
  let suite = await api.send("POST", portalRoutes.testSuites(name), testSuiteSchema, input, signal);
  while (suite.state !== "done")
    suite = await api.get(portalRoutes.testSuite(name, suite.id), testSuiteSchema, { wait: 10 }, signal);
  const [run] = suite.runs;
  return { result: run?.result ?? null, passed: run?.passed ?? null, mismatches: run?.mismatches ?? [] };
}

/** One press of Test: runs the draft on screen with one record, and judges it where its test event expects something. */
export function useTestRun(functionName: string, onDiagnostics: (diagnostics: readonly Diagnostic[]) => void) {
  const api = useApi();
  const [state, setState] = useState<RunState>(idle);
  const current = useRef<AbortController | null>(null);
  const run = async (input: RunInput) => {
    current.current?.abort();
    current.current = new AbortController();
    const { signal } = current.current;
    setState({ ...idle, running: true, startedAt: Date.now() });
    try {
      const outcome = input.event?.expected
        ? await runEvent(api, functionName, input.content, input.event.id, signal)
        : await runRecord(api, functionName, input, signal);
      setState({ ...idle, ...outcome, ranWith: input.record });
      onDiagnostics(outcome.result?.diagnostics ?? []);
    } catch (error) {
      if (signal.aborted) return;
      setState({ ...idle, error: error instanceof Error ? error : new ApiError("The test could not be run.", null) });
    }
  };
  return { ...state, run };
}
