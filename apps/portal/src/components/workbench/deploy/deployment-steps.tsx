"use client";
import type { Deployment, DeploymentStep } from "@annex/contract";
import { Check, Circle, X } from "lucide-react";
import { useEffect, useState } from "react";
import { formatMs } from "@/format/units";
import { cn } from "../../ui/cn";
import { Spinner } from "../../ui/spinner";

const names = {
  building: "Building",
  testing: "Running the tests",
  publishing: "Publishing",
  shifting: "Shifting traffic",
} as const;
const order: Record<Deployment["kind"], DeploymentStep["name"][]> = {
  deploy: ["building", "testing", "publishing", "shifting"],
  rollback: ["shifting"],
};

function useNow(active: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}

function StepIcon({ state }: { state: DeploymentStep["state"] | "waiting" }) {
  if (state === "running") return <Spinner className="text-accent-text" />;
  if (state === "done") return <Check aria-hidden className="size-3.5 text-green" />;
  if (state === "failed") return <X aria-hidden className="size-3.5 text-red" />;
  return <Circle aria-hidden className="size-3.5 text-line-strong" />;
}

const words = { running: "under way", done: "done", failed: "failed", waiting: "waiting" } as const;

/** The steps of a deployment with what each took. */
export function DeploymentSteps({ deployment }: { deployment: Deployment }) {
  const { steps, kind } = deployment;
  const running = steps.some(({ state }) => state === "running");
  const now = useNow(running);
  return (
    <ol aria-label="Deployment steps" aria-live="polite" className="rounded-md border">
      {order[kind].map((name) => {
        const step = steps.findLast((candidate) => candidate.name === name);
        if (name === "testing" && !step) return null; // only a function with the gate is tested first
        const state = step?.state ?? "waiting";
        const ms = step && new Date(step.finishedAt ?? now).getTime() - new Date(step.startedAt).getTime();
        return (
          <li key={name} className="flex min-h-9 items-center gap-2 border-b px-3 py-1.5 text-sm last:border-b-0">
            <StepIcon state={state} />
            <span className={cn("shrink-0", state === "waiting" && "text-faint", state === "running" && "font-medium")}>
              {names[name]}
            </span>
            <span className="sr-only">{words[state]}</span>
            <span className="min-w-0 flex-1 truncate text-xs text-faint" title={step?.detail}>
              {step?.detail}
            </span>
            {ms !== undefined && <span className="text-xs text-muted tabular-nums">{formatMs(Math.max(0, ms))}</span>}
          </li>
        );
      })}
    </ol>
  );
}
