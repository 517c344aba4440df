"use client";
import { type DraftContent, portalRoutes, type TestSuite, testSuiteSchema } from "@annex/contract";
import { useRef, useState } from "react";
import { ApiError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";

/** Runs all saved test events with the draft on screen, and shows each as it ends. */
export function useTestSuite(functionName: string) {
  const api = useApi();
  const [state, setState] = useState<{ suite: TestSuite | null; running: boolean; error: Error | null }>({
    suite: null,
    running: false,
    error: null,
  });
  const current = useRef<AbortController | null>(null);
  const run = async (content: DraftContent) => {
    current.current?.abort();
    current.current = new AbortController();
    const { signal } = current.current;
    setState({ suite: null, running: true, error: null });
    try {
      let suite = await api.send("POST", portalRoutes.testSuites(functionName), testSuiteSchema, { content }, signal);
      while (suite.state !== "done") {
        setState({ suite, running: true, error: null });
        suite = await api.get(portalRoutes.testSuite(functionName, suite.id), testSuiteSchema, { wait: 1 }, signal);
      }
      setState({ suite, running: false, error: null });
    } catch (error) {
      if (signal.aborted) return;
      const shown = error instanceof Error ? error : new ApiError("The tests could not be run.", null);
      setState({ suite: null, running: false, error: shown });
    }
  };
  return { ...state, run };
}
