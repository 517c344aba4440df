"use client";
import { type Binding, bindingSchema, portalRoutes, type UpdateBinding } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { moveBinding, repositioned, withPositions } from "./binding-order";

const bindingsSchema = z.array(bindingSchema);

interface Reorder {
  readonly before: readonly Binding[];
  readonly after: readonly Binding[];
}

/** What can be done with the bindings of one extension point. `bindings` are the ones there, in their order. */
export function useBindingActions(extensionPointKey: string, bindings: readonly Binding[]) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey()(portalRoutes.bindings());
  const reload = () => client.invalidateQueries({ queryKey: key });
  const change = (id: string, input: UpdateBinding) =>
    api.send("PATCH", portalRoutes.binding(id), bindingSchema, input);
  const add = (functionName: string) =>
    api.send("POST", portalRoutes.bindings(), bindingSchema, { extensionPointKey, functionName });
  const reposition = async (before: readonly Binding[], after: readonly Binding[]) => {
    for (const { id, position } of repositioned(before, after)) await change(id, { position });
  };

  /** Puts a binding back as it was before it was removed: settings, place and pause included. */
  const restore = async (removed: Binding, place: number) => {
    const added = await add(removed.functionName);
    const { mode, enabled, condition, timeoutMs, failureMode, fallback, retryPolicy } = removed;
    await change(added.id, { mode, enabled, condition, timeoutMs, failureMode, fallback, retryPolicy });
    const now = (await api.get(portalRoutes.bindings(), bindingsSchema)).filter(
      (binding) => binding.extensionPointKey === extensionPointKey,
    );
    const others = now.filter(({ id }) => id !== added.id);
    await reposition(now, withPositions(others.toSpliced(place, 0, added)));
  };

  const undo = useMutation({
    mutationFn: ({ removed, place }: { removed: Binding; place: number }) => restore(removed, place),
    onSettled: reload,
    onError: (error) => toast.error("It was not bound again", { description: error.message }),
  });
  const bind = useMutation({
    mutationFn: add,
    onSuccess: ({ functionName }) => toast.success(`Bound ${functionName} to ${extensionPointKey}`),
    onSettled: reload,
  });
  const toggle = useMutation({
    mutationFn: ({ id, enabled }: Binding) => change(id, { enabled: !enabled }),
    onSettled: reload,
  });
  // what a move means is settled when it is asked for: the list changes on screen before the first request
  const reorder = useMutation({
    scope: { id: `order ${extensionPointKey}` }, // one after the other, so that the last one asked for stands
    mutationFn: ({ before, after }: Reorder) => reposition(before, after),
    onMutate: async ({ after }) => {
      await client.cancelQueries({ queryKey: key });
      client.setQueryData<Binding[]>(key, (all = []) => [
        ...all.filter((other) => other.extensionPointKey !== extensionPointKey),
        ...after,
      ]);
    },
    onSettled: reload,
  });
  const move = (binding: Binding, by: number) =>
    reorder.mutate({ before: bindings, after: moveBinding(bindings, binding.id, by) });
  const unbind = useMutation({
    mutationFn: ({ id }: Binding) => api.send("DELETE", portalRoutes.binding(id), z.undefined()),
    onMutate: (removed) => ({ place: bindings.findIndex(({ id }) => id === removed.id) }),
    onSuccess: (_, removed, { place }) => {
      toast.success(`Unbound ${removed.functionName}`, {
        description: `It no longer runs at ${extensionPointKey}.`,
        action: { label: "Undo", onClick: () => undo.mutate({ removed, place }) },
      });
    },
    onSettled: reload,
  });
  const all = [bind, toggle, reorder, unbind];
  return {
    bind,
    toggle,
    move,
    unbind,
    /** Of the last thing that was tried. */
    error: all.toSorted((a, b) => b.submittedAt - a.submittedAt)[0]?.error ?? null,
  };
}

export type BindingActions = ReturnType<typeof useBindingActions>;
