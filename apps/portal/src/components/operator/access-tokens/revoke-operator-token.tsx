"use client";
import { type OperatorToken, operatorTokenSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ConfirmByName } from "../../confirm-by-name";

export function RevokeOperatorToken({ token, onClose }: { token: OperatorToken; onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const revoke = useMutation({
    mutationFn: () => api.send("DELETE", portalRoutes.operator.accessToken(token.id), operatorTokenSchema),
    onSuccess: () => {
      toast.success(`Revoked ${token.name}`);
      void cache.invalidateQueries({ queryKey: key(portalRoutes.operator.accessTokens()) });
      onClose();
    },
  });
  return (
    <ConfirmByName
      name={token.name}
      title={`Revoke ${token.name}`}
      description="What uses it is refused at once. This cannot be undone."
      verb="Revoke access token"
      error={revoke.error}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    />
  );
}
