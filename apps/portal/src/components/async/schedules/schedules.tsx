"use client";
import { portalRoutes, type Schedule, scheduleSchema } from "@annex/contract";
import { CalendarClock, Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { useCommands } from "../../shell/commands";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { TableSkeleton } from "../../ui/skeleton";
import { DeleteSchedule } from "./delete-schedule";
import { EditSchedule } from "./edit-schedule";
import { ScheduleTable } from "./schedule-table";

/** Functions that run by the clock. */
export function Schedules() {
  const schedules = useResource(portalRoutes.schedules(), z.array(scheduleSchema), { refetchInterval: 5000 });
  const [edited, setEdited] = useState<Schedule | "new" | null>(null);
  const [deleted, setDeleted] = useState<Schedule | null>(null);
  const create = () => setEdited("new");
  useCommands([{ id: "create-schedule", label: "Create schedule", group: "Page", words: "new cron", run: create }]);
  const button = (
    <Button changes variant="primary" onClick={create}>
      <Plus aria-hidden className="size-4" />
      Create schedule
    </Button>
  );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-60 text-sm text-muted">
          Each run is an accepted invocation: tried again by its policy, a dead letter where all fails.
        </p>
        {schedules.data && schedules.data.length > 0 && button}
      </div>
      {schedules.isPending && <TableSkeleton label="Loading schedules" />}
      {schedules.error && !schedules.data && (
        <ProblemNotice
          error={schedules.error}
          title="The schedules could not be loaded"
          onRetry={() => void schedules.refetch()}
        />
      )}
      {schedules.data?.length === 0 && (
        <EmptyState icon={<CalendarClock aria-hidden />} title="No schedule yet" action={button}>
          A schedule runs a function by the clock, in a time zone of yours: each night, on Mondays at six, every five
          minutes.
        </EmptyState>
      )}
      {schedules.data && schedules.data.length > 0 && (
        <ScheduleTable schedules={schedules.data} onEdit={setEdited} onDelete={setDeleted} />
      )}
      {edited && <EditSchedule schedule={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
      {deleted && <DeleteSchedule schedule={deleted} onClose={() => setDeleted(null)} />}
    </div>
  );
}
