"use client";
import { functionDetailSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { fieldError } from "@/client/api-error";
import { useApi, useTenant } from "@/client/api-provider";
import { RefusalNotice } from "../refusal-notice";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input } from "../ui/input";
import { useWorkbench } from "./workbench-context";

const longestName = 40;

/** Names the copy and opens it. Mount it while it is open. */
export function CopyFunction({ onClose }: { onClose: () => void }) {
  const { detail } = useWorkbench();
  const tenant = useTenant();
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const [name, setName] = useState(`${detail.name.slice(0, longestName - "-copy".length)}-copy`);
  const copy = useMutation({
    mutationFn: () => api.send("POST", portalRoutes.copies(detail.name), functionDetailSchema, { name }),
    onSuccess: async (made) => {
      await client.invalidateQueries();
      router.push(`/t/${tenant}/functions/${made.name}`);
    },
  });
  const nameError = fieldError(copy.error, "name");
  return (
    <FormDialog
      size="sm"
      noValidate
      title={`Copy ${detail.name}`}
      description="The copy gets the code, mapping, test events and settings. Nothing of it is deployed, bound or scheduled, and credentials that are this function's alone stay with it."
      verb="Make a copy"
      busy={copy.isPending}
      onSubmit={() => copy.mutate()}
      onClose={onClose}
    >
      <RefusalNotice error={copy.error} at={["name"]} title="It was not copied" />
      <Field label="Name" hint="Lower-case letters, digits and hyphens. It cannot be changed later." error={nameError}>
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              copy.reset();
            }}
          />
        )}
      </Field>
    </FormDialog>
  );
}
