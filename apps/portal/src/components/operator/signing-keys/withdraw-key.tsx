"use client";
import { portalRoutes, type SigningKey, signingKeySchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ConfirmByName } from "../../confirm-by-name";

const keysSchema = z.array(signingKeySchema);

/** Takes back a key that others may know. */
export function WithdrawKey({ signingKey: { kid, state }, onClose }: { signingKey: SigningKey; onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const withdraw = useMutation({
    mutationFn: () => api.send("DELETE", portalRoutes.operator.signingKey(kid), keysSchema),
    onSuccess: (now) => {
      cache.setQueryData(key(portalRoutes.operator.signingKeys()), now);
      toast.success("The key was withdrawn", { description: "What it signed is refused within a minute." });
      onClose();
    },
  });
  const follows =
    state === "next"
      ? "It has signed nothing; another one takes its place."
      : "Every access token that it signed is refused within a minute, and its clients have to get another.";
  return (
    <ConfirmByName
      name={kid.slice(0, 8)}
      title="Withdraw a signing key"
      description={`For a key that others may know: it is published no more. ${follows} This cannot be undone.`}
      verb="Withdraw key"
      error={withdraw.error}
      busy={withdraw.isPending}
      onConfirm={() => withdraw.mutate()}
      onClose={onClose}
    />
  );
}
