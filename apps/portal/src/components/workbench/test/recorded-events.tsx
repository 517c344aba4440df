"use client";
import { portalRoutes, type RecordedRun, recordedRunSchema, testEventSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource, useResourceKey } from "@/client/api-provider";
import { OutcomeBadge } from "../../invocations/outcome-badge";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { Popover } from "../../ui/popover";
import { Skeleton } from "../../ui/skeleton";
import { Time } from "../../ui/time";
import { useWorkbench } from "../workbench-context";

/** The name that a run's test event gets: when it ran, to the second. */
function nameOf({ recordedAt, outcome }: RecordedRun): string {
  return `${recordedAt.slice(0, 19).replace("T", " ")} ${outcome.replace(/_/g, " ")}`;
}

/** Makes test events of real invocations that were recorded, without what the recording policy redacts. */
export function RecordedEvents() {
  return (
    <Popover
      label="Recorded invocations"
      align="end"
      trigger={
        <Button
          changes
          variant="ghost"
          size="icon"
          aria-label="Test event from a real invocation"
          title="Test event from a real invocation"
        >
          <History aria-hidden className="size-4" />
        </Button>
      }
    >
      <RecordedRuns />
    </Popover>
  );
}

function RecordedRuns() {
  const { detail, test } = useWorkbench();
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const runs = useResource(portalRoutes.recordedRuns(detail.name), z.array(recordedRunSchema));
  const [chosen, setChosen] = useState("");
  const save = useMutation({
    mutationFn: (run: RecordedRun) => {
      const body = { invocationId: run.invocationId, name: nameOf(run) };
      return api.send("POST", portalRoutes.recordedTestEvents(detail.name), testEventSchema, body);
    },
    onSuccess: async (event) => {
      await client.invalidateQueries({ queryKey: key(portalRoutes.testEvents(detail.name)) });
      test.setRecord(event.record, event.name);
      toast.success(`Saved the test event ${event.name}`, {
        description: "Values that the recording policy redacts were left out.",
      });
    },
  });
  return (
    <section aria-label="Recorded invocations" className="flex w-72 max-w-full flex-col gap-2">
      <h3 className="text-sm font-semibold">Recorded invocations</h3>
      {runs.isPending && <Skeleton className="h-24" />}
      {runs.error && <ProblemNotice error={runs.error} title="They could not be listed" />}
      {save.error && <ProblemNotice error={save.error} title="No test event was made" />}
      {runs.data?.length === 0 && (
        <p className="text-sm text-muted">
          None of this function is kept. The tenant's recording policy says which payloads are.
        </p>
      )}
      {runs.data && runs.data.length > 0 && (
        <ul className="max-h-64 overflow-y-auto rounded-md border">
          {runs.data.map((run) => (
            <li key={`${run.invocationId}:${run.attempt}`} className="border-b last:border-b-0">
              <button
                type="button"
                disabled={save.isPending}
                aria-busy={save.isPending && chosen === run.invocationId}
                onClick={() => {
                  setChosen(run.invocationId);
                  save.mutate(run);
                }}
                className="flex w-full items-center gap-2 px-2 py-1.5 text-left text-xs hover:bg-hover focus-visible:-outline-offset-2"
              >
                <OutcomeBadge outcome={run.outcome} />
                <span className="min-w-0 flex-1 truncate text-muted">
                  {run.releaseNumber === null ? "" : `Release ${run.releaseNumber}`}
                </span>
                <Time at={run.recordedAt} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
