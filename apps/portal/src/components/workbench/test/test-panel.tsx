"use client";
import { Play } from "lucide-react";
import { useEffect, useState } from "react";
import { formatMs } from "@/format/units";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { Keys } from "../../ui/kbd";
import { Skeleton } from "../../ui/skeleton";
import { expectationOf } from "../use-test";
import { useWorkbench } from "../workbench-context";
import { ExpectationEditor } from "./expectation-editor";
import { RecordEditor } from "./record-editor";
import { isSameRecord } from "./same-record";
import { TestEventPicker } from "./test-event-picker";
import { TestResultView } from "./test-result-view";
import { useTestEvents } from "./use-test-events";

/** What is awaited, with the time that it takes so far. */
function Running({ startedAt }: { startedAt: number }) {
  const [now, setNow] = useState(startedAt);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-muted">
        Building and running what is on screen, {formatMs(Math.max(0, now - startedAt))}
      </p>
      <Skeleton className="h-16" />
      <Skeleton className="h-24" />
    </div>
  );
}

/** Makes the last result what the chosen test event expects. */
function ExpectThis() {
  const { test } = useWorkbench();
  const { save } = useTestEvents();
  const wanted = expectationOf(test);
  const { event } = test;
  const ranWithIt = test.ranWith !== null && isSameRecord(test.ranWith, test.record);
  if (!wanted || !event || !ranWithIt || test.passed === true) return null;
  return (
    <Button
      changes
      size="sm"
      busy={save.isPending}
      onClick={() => save.mutate({ name: event.name, record: test.record, expected: wanted })}
    >
      Expect this result
    </Button>
  );
}

export function TestPanel() {
  const { test } = useWorkbench();
  return (
    <div className="flex flex-col gap-4">
      <TestEventPicker />
      <RecordEditor
        key={test.eventName}
        record={test.record}
        onChange={(record) => test.setRecord(record, test.eventName)}
      />
      <ExpectationEditor />
      <div className="flex items-center justify-between gap-2">
        <p className="text-xs text-faint">
          Runs the code on screen, saved or not. No record is changed.
          {test.edited && test.event?.expected && " The values were changed: the result is not compared."}
        </p>
        <Button changes variant="primary" size="sm" busy={test.running} onClick={() => void test.run()}>
          {!test.running && <Play aria-hidden className="size-3.5" />}
          Run test
          <Keys keys="mod+enter" />
        </Button>
      </div>
      <section aria-label="Test result" aria-live="polite" aria-busy={test.running} className="min-h-40">
        {test.running && test.startedAt !== null && <Running startedAt={test.startedAt} />}
        {test.error && <ProblemNotice error={test.error} title="The test was not run" />}
        {test.result && (
          <TestResultView
            result={test.result}
            passed={test.passed}
            mismatches={test.mismatches}
            action={<ExpectThis />}
          />
        )}
        {!test.running && !test.error && !test.result && (
          <p className="rounded-md border border-dashed border-line-strong p-4 text-center text-sm text-muted">
            Output, logs, duration and memory appear here.
          </p>
        )}
      </section>
    </div>
  );
}
