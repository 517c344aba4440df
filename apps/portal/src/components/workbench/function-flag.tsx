"use client";
import { functionDetailSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { useMayChange } from "@/client/may-change";
import { Checkbox } from "../ui/checkbox";
import { useWorkbench } from "./workbench-context";

interface FunctionFlagProps {
  flag: "requiresPassingTests" | "keepsRuntime";
  label: string;
  hint: string;
}

/** A setting of the function itself: in effect at once, whatever the draft. */
export function FunctionFlag({ flag, label, hint }: FunctionFlagProps) {
  const { detail } = useWorkbench();
  const mayChange = useMayChange();
  const id = useId();
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const path = portalRoutes.function(detail.name);
  const set = useMutation({
    mutationFn: (on: boolean) => api.send("PATCH", path, functionDetailSchema, { [flag]: on }),
    onSuccess: (changed) => client.setQueryData(key(path), changed),
    onError: (error) => toast.error(error.message),
  });
  return (
    <div className="flex items-start gap-2">
      <Checkbox
        id={id}
        className="mt-0.5"
        disabled={!mayChange}
        checked={set.isPending ? set.variables : detail[flag]}
        onCheckedChange={(on) => set.mutate(on === true)}
      />
      <label htmlFor={id} className="text-sm">
        {label}
        <span className="block text-xs text-faint">{hint}</span>
      </label>
    </div>
  );
}
