"use client";
import { type Member, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ConfirmByName } from "../../confirm-by-name";

export function RemoveMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const remove = useMutation({
    mutationFn: () => api.send("DELETE", portalRoutes.member(member.id), z.undefined()),
    onSuccess: () => {
      toast.success(`${member.name} is no member any more`);
      void cache.invalidateQueries({ queryKey: key(portalRoutes.members()) });
      onClose();
    },
  });
  return (
    <ConfirmByName
      name={member.email}
      title={`Remove ${member.name}`}
      description="The person and their access tokens are refused from the next request on. What they made stays."
      verb="Remove member"
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
