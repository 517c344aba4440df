"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ConfirmByName } from "../confirm-by-name";
import type { Token, TokenKind } from "./token-kind";

interface RevokeAccessTokenProps {
  kind: TokenKind;
  token: Token;
  onClose: () => void;
}

/** Takes back an access token. Mount it while it is open. */
export function RevokeAccessToken({ kind, token, onClose }: RevokeAccessTokenProps) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const revoke = useMutation({
    mutationFn: () => api.send("DELETE", kind.one(token.id), kind.token),
    onSuccess: () => {
      toast.success(`Revoked ${token.name}`);
      void cache.invalidateQueries({ queryKey: key(kind.list) });
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
