"use client";
import { portalRoutes, type Schedule, scheduleSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pause, Pencil, Play, Trash2 } from "lucide-react";
import Link from "next/link";
import { toast } from "sonner";
import { useApi, useResourceKey, useTenant } from "@/client/api-provider";
import { formatExact } from "@/format/time";
import { OutcomeBadge } from "../../invocations/outcome-badge";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";
import { StateBadge } from "../state-badge";

interface ScheduleTableProps {
  schedules: readonly Schedule[];
  onEdit: (schedule: Schedule) => void;
  onDelete: (schedule: Schedule) => void;
}

export function ScheduleTable({ schedules, onEdit, onDelete }: ScheduleTableProps) {
  return (
    <Table label="Schedules">
      <THead>
        <tr>
          <TH>Name</TH>
          <TH>Function</TH>
          <TH>When</TH>
          <TH>State</TH>
          <TH>Next runs</TH>
          <TH>Last run</TH>
          <TH end>Missed</TH>
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
        </tr>
      </THead>
      <tbody>
        {schedules.map((schedule) => (
          <ScheduleRow
            key={schedule.id}
            schedule={schedule}
            onEdit={() => onEdit(schedule)}
            onDelete={() => onDelete(schedule)}
          />
        ))}
      </tbody>
    </Table>
  );
}

interface ScheduleRowProps {
  schedule: Schedule;
  onEdit: () => void;
  onDelete: () => void;
}

function ScheduleRow({ schedule, onEdit, onDelete }: ScheduleRowProps) {
  const tenant = useTenant();
  const { name, functionName, cron, timeZone, enabled, missed, lastMissedAt } = schedule;
  return (
    <TR className="hover:bg-hover">
      <TD className="font-mono text-xs font-medium">{name}</TD>
      <TD>
        <Link href={`/t/${tenant}/functions/${functionName}`} className="hover:underline">
          {functionName}
        </Link>
      </TD>
      <TD>
        <span className="font-mono text-xs">{cron}</span> <span className="text-xs text-muted">{timeZone}</span>
      </TD>
      <TD>
        {enabled ? (
          <Badge tone="green" dot>
            Runs
          </Badge>
        ) : (
          <Badge>
            <Pause aria-hidden className="size-3" />
            Paused
          </Badge>
        )}
      </TD>
      <TD className="text-muted">{enabled ? <NextRuns upcoming={schedule.upcoming} /> : "–"}</TD>
      <TD>
        <LastRun schedule={schedule} />
      </TD>
      <TD end className="text-muted" title={lastMissedAt === null ? undefined : `Last ${formatExact(lastMissedAt)}`}>
        {missed}
      </TD>
      <TD end>
        <Toggle schedule={schedule} />
        <Button changes variant="ghost" size="icon-sm" aria-label={`Change ${name}`} title="Change" onClick={onEdit}>
          <Pencil aria-hidden className="size-3.5" />
        </Button>
        <Button changes variant="ghost" size="icon-sm" aria-label={`Delete ${name}`} title="Delete" onClick={onDelete}>
          <Trash2 aria-hidden className="size-3.5" />
        </Button>
      </TD>
    </TR>
  );
}

/** The next one in words, all five on hover. */
function NextRuns({ upcoming }: { upcoming: readonly string[] }) {
  const [next] = upcoming;
  if (next === undefined) return "–";
  return (
    <span title={upcoming.map(formatExact).join("\n")}>
      <Time at={next} />, then {upcoming.length - 1} more
    </span>
  );
}

function LastRun({ schedule: { lastAt, lastRun } }: { schedule: Schedule }) {
  if (lastAt === null) return <span className="text-faint">Not yet</span>;
  return (
    <span className="inline-flex items-center gap-2">
      {lastRun?.outcome ? <OutcomeBadge outcome={lastRun.outcome} /> : lastRun && <StateBadge state={lastRun.state} />}
      <Time at={lastAt} className="text-muted" />
    </span>
  );
}

/** Pauses a schedule and lets it go on. */
function Toggle({ schedule: { id, name, enabled } }: { schedule: Schedule }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const toggle = useMutation({
    mutationFn: () => api.send("PATCH", portalRoutes.schedule(id), scheduleSchema, { enabled: !enabled }),
    onError: (error) => toast.error("The schedule was not changed", { description: error.message }),
    onSettled: () => cache.invalidateQueries({ queryKey: key(portalRoutes.schedules()) }),
  });
  const Icon = enabled ? Pause : Play;
  const label = `${enabled ? "Pause" : "Resume"} ${name}`;
  return (
    <Button
      changes
      variant="ghost"
      size="icon-sm"
      disabled={toggle.isPending}
      aria-label={label}
      title={enabled ? "Pause" : "Resume"}
      onClick={() => toggle.mutate()}
    >
      <Icon aria-hidden className="size-3.5" />
    </Button>
  );
}
