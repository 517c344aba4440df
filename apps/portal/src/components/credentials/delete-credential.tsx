"use client";
import { type Credential, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ConfirmByName } from "../confirm-by-name";
import { Notice } from "../ui/notice";

/** Final, and it breaks the functions that use it: they are named. */
export function DeleteCredential({ credential, onClose }: { credential: Credential; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const { id, name, usedBy } = credential;
  const remove = useMutation({
    mutationFn: () => api.send("DELETE", portalRoutes.credential(id), z.undefined()),
    onSuccess: () => {
      toast.success(`Deleted the credential ${name}`);
      void client.invalidateQueries({ queryKey: key(portalRoutes.credentials()) });
      onClose();
    },
  });
  return (
    <ConfirmByName
      name={name}
      title={`Delete ${name}`}
      description="Its value is gone for good; this cannot be undone."
      verb="Delete credential"
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {usedBy.length > 0 && (
        <Notice tone="warning" title={usedBy.length === 1 ? "A function uses it" : `${usedBy.length} functions use it`}>
          {usedBy.join(", ")} will fail from then on. Map another credential there and deploy first.
        </Notice>
      )}
    </ConfirmByName>
  );
}
