"use client";
import { FlaskConical, ListChecks } from "lucide-react";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Keys } from "../../ui/kbd";
import { useWorkbench } from "../workbench-context";
import { TestGate } from "./test-gate";
import { TestPanel } from "./test-panel";
import { TestSuiteList } from "./test-suite-list";

/** All test events to the left, the chosen one to the right. */
export function TestsTab() {
  const { test } = useWorkbench();
  const { suite, events } = test;
  return (
    <div className="grid w-full max-w-7xl gap-6 p-4 md:p-6 lg:grid-cols-[minmax(0,360px)_minmax(0,1fr)]">
      <div className="flex flex-col gap-4">
        <div className="flex items-center justify-between gap-2">
          <h2 className="text-base font-semibold">Tests</h2>
          <Button
            changes
            size="sm"
            busy={test.suiteRunning}
            disabled={events.length === 0}
            onClick={() => void test.runAll()}
            title="Runs every test event with the code on screen"
          >
            {!test.suiteRunning && <ListChecks aria-hidden className="size-3.5" />}
            Run all
            <Keys keys="mod+alt+enter" />
          </Button>
        </div>
        {test.suiteError && <ProblemNotice error={test.suiteError} title="The tests were not run" />}
        <p role="status" className="text-sm text-muted">
          {suite
            ? `${suite.passed} of ${suite.runs.length} passed${suite.failed > 0 ? `, ${suite.failed} failed` : ""}${suite.state === "running" ? " so far" : ""}`
            : events.length > 0 && `${events.length} saved, not run since the page was opened`}
        </p>
        {events.length > 0 ? (
          <TestSuiteList />
        ) : (
          <EmptyState icon={<FlaskConical aria-hidden />} title="No test event yet">
            Choose a record, run it, and save it with the result that you expect. Everybody who works on this function
            runs it too.
          </EmptyState>
        )}
        <TestGate />
      </div>
      <TestPanel />
    </div>
  );
}
