"use client";
import { type Rollout, rolloutSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pause, Play, Waves, X } from "lucide-react";
import { useApi } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";

interface RolloutActionsProps {
  rollout: Rollout;
  /** Of the roll-out in the API. */
  path: string;
  noun: string;
}

/** Pauses a roll-out, lets it begin or go on, or cancels it. */
export function RolloutActions({ rollout: { state }, path, noun }: RolloutActionsProps) {
  const api = useApi();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (wanted: "running" | "paused" | "cancelled") =>
      api.send("PATCH", path, rolloutSchema, { state: wanted }),
    onSuccess: () => client.invalidateQueries(),
  });
  const runs = state === "running";
  return (
    <div className="flex flex-col gap-2">
      {change.error && <ProblemNotice error={change.error} title="It is as it was" />}
      <div className="flex flex-wrap gap-2">
        {state === "tested" && (
          <Button size="sm" variant="primary" busy={change.isPending} onClick={() => change.mutate("running")}>
            <Waves aria-hidden className="size-3.5" />
            Roll out
          </Button>
        )}
        {state !== "testing" && state !== "tested" && (
          <Button size="sm" busy={change.isPending} onClick={() => change.mutate(runs ? "paused" : "running")}>
            {runs ? <Pause aria-hidden className="size-3.5" /> : <Play aria-hidden className="size-3.5" />}
            {runs ? "Pause" : "Go on"}
          </Button>
        )}
        <Button size="sm" variant="danger" disabled={change.isPending} onClick={() => change.mutate("cancelled")}>
          <X aria-hidden className="size-3.5" />
          Cancel the {noun}
        </Button>
      </div>
    </div>
  );
}
