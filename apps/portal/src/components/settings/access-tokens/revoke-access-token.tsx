"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import type { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ConfirmByName } from "../../confirm-by-name";

interface RevokeAccessTokenProps {
  token: { readonly name: string };
  path: string;
  /** The list that shows it. */
  list: string;
  answer: z.ZodType;
  onClose: () => void;
}

/** Takes back an access token, a tenant's person's or an operator's. Mount it while it is open. */
export function RevokeAccessToken({ token, path, list, answer, onClose }: RevokeAccessTokenProps) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const revoke = useMutation({
    mutationFn: () => api.send("DELETE", path, answer),
    onSuccess: () => {
      toast.success(`Revoked ${token.name}`);
      void cache.invalidateQueries({ queryKey: key(list) });
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
