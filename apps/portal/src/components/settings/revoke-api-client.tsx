"use client";
import { type ApiClient, apiClientSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ConfirmByName } from "../confirm-by-name";

export function RevokeApiClient({ client, onClose }: { client: ApiClient; onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const revoke = useMutation({
    mutationFn: () => api.send("DELETE", portalRoutes.apiClient(client.id), apiClientSchema),
    onSuccess: () => {
      toast.success(`Revoked ${client.name}`);
      void cache.invalidateQueries({ queryKey: key(portalRoutes.apiClients()) });
      onClose();
    },
  });
  return (
    <ConfirmByName
      name={client.name}
      title={`Revoke ${client.name}`}
      description="It gets no more tokens, and the ones it has are refused at once. This cannot be undone."
      verb="Revoke API client"
      error={revoke.error}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    />
  );
}
