"use client";
import { expectationSchema } from "@annex/contract";
import { useState } from "react";
import { useMayChange } from "@/client/may-change";
import { Button } from "../../ui/button";
import { Textarea } from "../../ui/input";
import { useWorkbench } from "../workbench-context";
import { useTestEvents } from "./use-test-events";

/** What the chosen test event shall come to. */
export function ExpectationEditor() {
  const { test } = useWorkbench();
  const { save } = useTestEvents();
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const mayChange = useMayChange();
  const { event } = test;
  if (!event && !mayChange) return null;
  if (!event) return <p className="text-xs text-faint">Save it as a test event to say what it shall come to.</p>;
  const { expected } = event;
  const keep = () => {
    try {
      const parsed = expectationSchema.strict().parse(JSON.parse(text ?? ""));
      save.mutate({ name: event.name, record: event.record, expected: parsed });
      setText(null);
      setProblem(null);
    } catch {
      setProblem('Not valid yet: an object with "fields", "output" or "errorType".');
    }
  };
  return (
    <section aria-label="Expected result" className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-sm font-medium">Expected result</h2>
        {text === null && mayChange && (
          <span className="flex gap-3 text-xs">
            <button
              type="button"
              className="text-accent-text underline"
              onClick={() => setText(JSON.stringify(expected ?? { fields: {} }, null, 2))}
            >
              Edit
            </button>
            {expected && (
              <button
                type="button"
                className="text-accent-text underline"
                onClick={() => save.mutate({ name: event.name, record: event.record, expected: null })}
              >
                Expect success only
              </button>
            )}
          </span>
        )}
      </div>
      {text === null ? (
        <pre className="max-h-40 overflow-auto rounded-md border bg-panel p-2 font-mono text-xs whitespace-pre-wrap">
          {expected ? JSON.stringify(expected, null, 2) : "That it succeeds, with whatever it returns."}
        </pre>
      ) : (
        <>
          <Textarea
            aria-label="Expected result as JSON"
            aria-invalid={problem !== null}
            rows={6}
            className="font-mono text-xs"
            value={text}
            onChange={(change) => setText(change.target.value)}
          />
          {problem && (
            <p role="alert" className="text-xs text-red">
              {problem}
            </p>
          )}
          <div className="flex gap-2">
            <Button size="sm" variant="primary" onClick={keep}>
              Save expectation
            </Button>
            <Button size="sm" onClick={() => setText(null)}>
              Cancel
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
