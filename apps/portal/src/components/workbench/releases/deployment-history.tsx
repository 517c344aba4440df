"use client";
import type { Deployment, DeploymentState } from "@annex/contract";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { formatMs } from "@/format/units";
import { Badge, type Tone } from "../../ui/badge";
import { cn } from "../../ui/cn";
import { Time } from "../../ui/time";
import { FailureNotice } from "../deploy/deployment-failure";
import { DeploymentSteps } from "../deploy/deployment-steps";
import { isUnderway } from "../deploy/use-deployment";

const looks: Record<DeploymentState, { tone: Tone; text: string }> = {
  queued: { tone: "amber", text: "Queued" },
  building: { tone: "amber", text: "Building" },
  publishing: { tone: "amber", text: "Publishing" },
  shifting: { tone: "amber", text: "Shifting" },
  active: { tone: "green", text: "Succeeded" },
  failed: { tone: "red", text: "Failed" },
  rolled_back: { tone: "neutral", text: "Rolled back" },
};

function took({ createdAt, finishedAt }: Deployment): string {
  return finishedAt ? formatMs(new Date(finishedAt).getTime() - new Date(createdAt).getTime()) : "under way";
}

function HistoryRow({ deployment, open, onToggle }: { deployment: Deployment; open: boolean; onToggle: () => void }) {
  const { tone, text } = looks[deployment.state];
  return (
    <li className="border-b last:border-b-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Badge tone={tone} dot={isUnderway(deployment) ? "live" : true}>
          {text}
        </Badge>
        <span className="font-medium">
          {deployment.kind === "rollback" ? "Roll back to release" : "Release"} {deployment.releaseNumber}
        </span>
        <span className="min-w-0 flex-1 truncate text-muted">{deployment.failure?.message ?? deployment.message}</span>
        <span className="text-xs text-faint tabular-nums">{took(deployment)}</span>
        <Time at={deployment.createdAt} className="text-xs text-faint" />
        <ChevronDown aria-hidden className={cn("size-3.5 text-faint", open && "rotate-180")} />
      </button>
      {open && (
        <div className="flex flex-col gap-2 px-3 pb-3">
          <DeploymentSteps deployment={deployment} />
          {deployment.failure && <FailureNotice failure={deployment.failure} />}
        </div>
      )}
    </li>
  );
}

export function DeploymentHistory({ deployments }: { deployments: readonly Deployment[] }) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section aria-label="Deployments" className="flex flex-col gap-2">
      <h2 className="text-base font-semibold">Deployments</h2>
      <ul className="rounded-md border">
        {deployments.map((deployment) => (
          <HistoryRow
            key={deployment.id}
            deployment={deployment}
            open={open === deployment.id}
            onToggle={() => setOpen(open === deployment.id ? null : deployment.id)}
          />
        ))}
      </ul>
    </section>
  );
}
