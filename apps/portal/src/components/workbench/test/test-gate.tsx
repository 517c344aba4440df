"use client";
import { functionDetailSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { Checkbox } from "../../ui/checkbox";
import { useWorkbench } from "../workbench-context";

/** The setting that a deployment runs all tests first and fails where one does. */
export function TestGate() {
  const { detail } = useWorkbench();
  const id = useId();
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const path = portalRoutes.function(detail.name);
  const set = useMutation({
    mutationFn: (requiresPassingTests: boolean) =>
      api.send("PATCH", path, functionDetailSchema, { requiresPassingTests }),
    onSuccess: (changed) => client.setQueryData(key(path), changed),
    onError: (error) => toast.error(error.message),
  });
  return (
    <div className="flex items-start gap-2">
      <Checkbox
        id={id}
        className="mt-0.5"
        checked={set.isPending ? set.variables : detail.requiresPassingTests}
        onCheckedChange={(on) => set.mutate(on === true)}
      />
      <label htmlFor={id} className="text-sm">
        Deploy only when all tests pass
        <span className="block text-xs text-faint">Each deployment runs every test event first.</span>
      </label>
    </div>
  );
}
