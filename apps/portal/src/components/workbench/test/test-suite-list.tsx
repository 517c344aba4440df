"use client";
import type { TestEvent, TestSuite } from "@annex/contract";
import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { formatMs } from "@/format/units";
import { cn } from "../../ui/cn";
import { Spinner } from "../../ui/spinner";
import { useWorkbench } from "../workbench-context";

type Run = TestSuite["runs"][number];

function RunSign({ run }: { run: Run | undefined }) {
  if (!run) return <CircleDashed aria-label="Not run" className="size-4 text-faint" />;
  if (run.passed === null) return <Spinner className="text-accent-text" />;
  return run.passed ? (
    <CircleCheck aria-label="Passed" className="size-4 text-green" />
  ) : (
    <CircleX aria-label="Failed" className="size-4 text-red" />
  );
}

function lineOf({ expected }: TestEvent, run: Run | undefined): string {
  if (run?.passed === false) return `Another ${run.mismatches.map(({ at }) => at).join(" and ")} than expected`;
  if (expected?.errorType) return `Expects the error ${expected.errorType}`;
  const count = Object.keys(expected?.fields ?? {}).length;
  if (expected?.fields) return `Expects ${count} ${count === 1 ? "field" : "fields"}`;
  return expected ? "Expects an output" : "Expects success";
}

/** The saved test events with what each came to when all were run. */
export function TestSuiteList() {
  const { test } = useWorkbench();
  return (
    <ul aria-label="Test events" className="rounded-md border">
      {test.events.map((event) => {
        const run = test.suite?.runs.find(({ testEventId }) => testEventId === event.id);
        const isChosen = test.event?.id === event.id;
        return (
          <li key={event.id} className="border-b last:border-b-0">
            <button
              type="button"
              aria-current={isChosen ? "true" : undefined}
              onClick={() => test.setRecord(event.record, event.name)}
              className={cn(
                "flex w-full items-center gap-3 px-3 py-2 text-left focus-visible:-outline-offset-2",
                isChosen ? "bg-pressed" : "hover:bg-hover",
              )}
            >
              <RunSign run={run} />
              <span className="min-w-0 flex-1">
                <span className="block truncate text-sm">{event.name}</span>
                <span className={cn("block truncate text-xs", run?.passed === false ? "text-red" : "text-muted")}>
                  {lineOf(event, run)}
                </span>
              </span>
              {run?.result?.durationMs !== undefined && (
                <span className="text-xs text-muted tabular-nums">{formatMs(run.result.durationMs)}</span>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
