"use client";
import { deploymentSchema, type Promote, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { useWorkbench } from "../workbench-context";

/** What a person may do to a shift under way. */
export function useShift(deploymentId: string) {
  const { detail } = useWorkbench();
  const { name } = detail;
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const settled = {
    onSuccess: () =>
      Promise.all(
        [portalRoutes.function(name), portalRoutes.deployments(name), portalRoutes.releases(name)].map((path) =>
          client.invalidateQueries({ queryKey: key(path) }),
        ),
      ),
    onError: (error: Error) => toast.error(error.message),
  };
  const promote = useMutation({
    mutationFn: (to: Promote["to"]) =>
      api.send("POST", portalRoutes.promotions(name, deploymentId), deploymentSchema, { to }),
    ...settled,
  });
  const freeze = useMutation({
    mutationFn: (frozen: boolean) =>
      api.send(frozen ? "PUT" : "DELETE", portalRoutes.freeze(name, deploymentId), deploymentSchema),
    ...settled,
  });
  const abort = useMutation({
    mutationFn: (reason: string) =>
      api.send("POST", portalRoutes.abort(name, deploymentId), deploymentSchema, { reason }),
    ...settled,
  });
  return { promote, freeze, abort };
}
