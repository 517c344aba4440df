"use client";
import { functionDetailSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { useApi, useResourceKey, useTenant } from "@/client/api-provider";

/** Takes a function out of the bin, under its old name or another one. */
export function useRestore() {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const router = useRouter();
  const tenant = useTenant();
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name?: string }) =>
      api.send("POST", portalRoutes.restore(id), functionDetailSchema, name ? { name } : {}),
    onSuccess: async (restored) => {
      await Promise.all(
        [portalRoutes.functions(), portalRoutes.bin()].map((path) => client.invalidateQueries({ queryKey: key(path) })),
      );
      toast.success(`Restored ${restored.name}`, {
        action: { label: "Open", onClick: () => router.push(`/t/${tenant}/functions/${restored.name}`) },
      });
    },
  });
}
