"use client";
import { portalRoutes, type Schedule } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ConfirmByName } from "../../confirm-by-name";

export function DeleteSchedule({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const remove = useMutation({
    mutationFn: () => api.send("DELETE", portalRoutes.schedule(schedule.id), z.undefined()),
    onSuccess: () => {
      toast.success(`Deleted ${schedule.name}`);
      void cache.invalidateQueries({ queryKey: key(portalRoutes.schedules()) });
      onClose();
    },
  });
  return (
    <ConfirmByName
      name={schedule.name}
      title={`Delete ${schedule.name}`}
      description={`${schedule.functionName} no longer runs by the clock. Runs that began go on.`}
      verb="Delete schedule"
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
