"use client";
import { layerSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { fieldError } from "@/client/api-error";
import { useApi, useResourceKey } from "@/client/api-provider";
import { RefusalNotice } from "../refusal-notice";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input } from "../ui/input";
import { type LayerOwner, layerRoutes, layersPage } from "./layer-side";

/** Names a layer; its page then asks for the first version. Mount it while it is open. */
export function CreateLayer({ owner, onClose }: { owner: LayerOwner; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const router = useRouter();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const create = useMutation({
    mutationFn: () => api.send("POST", layerRoutes(owner).layers(), layerSchema, { name, description }),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: key(layerRoutes(owner).layers()) });
      router.push(`${layersPage(owner)}/${id}?dialog=version`);
    },
  });
  const nameError = fieldError(create.error, "name");
  return (
    <FormDialog
      size="sm"
      title="Create layer"
      description="Give it a name; its first version is a zip that you choose next."
      verb="Create layer"
      busy={create.isPending}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <RefusalNotice error={create.error} at={["name", "description"]} title="It was not created" />
      <Field label="Name" hint="Lower-case letters, digits and hyphens, such as pdf-tools." error={nameError}>
        {(control) => (
          <Input
            {...control}
            required
            maxLength={60}
            className="font-mono"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="What is in it" error={fieldError(create.error, "description")}>
        {(control) => (
          <Input
            {...control}
            maxLength={300}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
