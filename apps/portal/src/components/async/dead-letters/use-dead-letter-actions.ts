"use client";
import { type ChooseDeadLetters, changedDeadLettersSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";

const counted = (count: number) => (count === 1 ? "1 dead letter" : `${count} dead letters`);

/** Redrives and discards dead letters; a discard can be taken back. */
export function useDeadLetterActions() {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const send = (path: string, body: unknown) => api.send("POST", path, changedDeadLettersSchema, body);
  const onSettled = async () => {
    await cache.invalidateQueries({ queryKey: key(portalRoutes.deadLetters()) });
    await cache.invalidateQueries({ queryKey: key(portalRoutes.acceptedInvocations()) });
  };
  const restore = useMutation({
    mutationFn: (ids: readonly string[]) => send(portalRoutes.restoreDeadLetters(), { ids }),
    onSuccess: ({ changed }) => toast.success(`${counted(changed)} again on the list`),
    onError: (error) => toast.error("They were not put back", { description: error.message }),
    onSettled,
  });
  const redrive = useMutation({
    mutationFn: (chosen: ChooseDeadLetters) => send(portalRoutes.redriveDeadLetters(), chosen),
    onSuccess: ({ changed }) =>
      toast.success(`${counted(changed)} run again`, { description: "With the release that is live now." }),
    onError: (error) => toast.error("They were not run again", { description: error.message }),
    onSettled,
  });
  const discard = useMutation({
    mutationFn: (ids: readonly string[]) => send(portalRoutes.discardDeadLetters(), { ids }),
    onSuccess: ({ changed }, ids) =>
      toast.success(`Discarded ${counted(changed)}`, {
        action: { label: "Undo", onClick: () => restore.mutate(ids) },
      }),
    onError: (error) => toast.error("They were not discarded", { description: error.message }),
    onSettled,
  });
  return { redrive, discard, busy: redrive.isPending || discard.isPending };
}
