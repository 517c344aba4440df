"use client";
import { binnedFunctionSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useApi, useResourceKey, useTenant } from "@/client/api-provider";
import { useRestore } from "../../functions/bin/use-restore";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { useWorkbench } from "../workbench-context";

/** Nothing runs it from then on, so its name must be typed. */
export function DeleteFunction() {
  const { detail } = useWorkbench();
  const api = useApi();
  const tenant = useTenant();
  const router = useRouter();
  const client = useQueryClient();
  const key = useResourceKey();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const restore = useRestore();
  const remove = useMutation({
    mutationFn: () => api.send("DELETE", portalRoutes.function(detail.name), binnedFunctionSchema),
    onSuccess: (binned) => {
      toast.success(`Deleted ${detail.name}`, {
        description: "It lies in the bin for 30 days.",
        action: { label: "Undo", onClick: () => restore.mutate({ id: binned.id }) },
      });
      router.push(`/t/${tenant}/functions`);
      void client.invalidateQueries({ queryKey: key(portalRoutes.functions()) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === detail.name) remove.mutate();
  };
  return (
    <>
      <Button variant="danger" onClick={() => setOpen(true)}>
        Delete function
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        size="sm"
        title={`Delete ${detail.name}`}
        description="It lies in the bin for 30 days, and nothing runs it any more."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button
              variant="danger"
              type="submit"
              form="delete-form"
              disabled={typed !== detail.name}
              busy={remove.isPending}
            >
              Delete
            </Button>
          </>
        }
      >
        <form id="delete-form" onSubmit={submit} className="flex flex-col gap-3">
          {remove.error && <ProblemNotice error={remove.error} title="It was not deleted" />}
          <Field label={`Type ${detail.name} to confirm`}>
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        </form>
      </Dialog>
    </>
  );
}
