"use client";
import {
  type ApiClient,
  apiClientSchema,
  type CreatedApiClient,
  createdApiClientSchema,
  portalRoutes,
} from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { fieldError } from "@/client/api-error";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { Select } from "../ui/select";
import { PublicKeyField, readJwk } from "./public-key-field";

const overlaps = [
  { value: "0", label: "Not at all: it ends now" },
  { value: "1", label: "1 hour" },
  { value: "24", label: "1 day" },
  { value: "168", label: "7 days" },
];

interface RotateApiClientProps {
  client: ApiClient;
  onRotated: (client: CreatedApiClient) => void;
  onClose: () => void;
}

/** Gives a client a new secret, or key; the one before it is good for as long as is chosen. Mount it while it is open. */
export function RotateApiClient({ client, onRotated, onClose }: RotateApiClientProps) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const [hours, setHours] = useState("24");
  const [jwk, setJwk] = useState("");
  const signs = client.keys.length > 0;
  const what = signs ? "key" : "secret";
  const rotate = useMutation({
    mutationFn: async () => {
      const overlapHours = Number(hours);
      if (!signs)
        return api.send("POST", portalRoutes.rotateApiClient(client.id), createdApiClientSchema, { overlapHours });
      const body = { publicKey: readJwk(jwk), overlapHours };
      await api.send("PUT", portalRoutes.rotateApiClientKey(client.id), apiClientSchema, body);
      return null;
    },
    onSuccess: (rotated) => {
      void cache.invalidateQueries({ queryKey: key(portalRoutes.apiClients()) });
      onClose();
      if (rotated) onRotated(rotated);
      else toast.success(`${client.name} signs with its new key`);
    },
  });
  const keyError = fieldError(rotate.error, "publicKey");
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size="sm"
      title={`New ${what} for ${client.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={rotate.isPending}
            disabled={signs && readJwk(jwk) === undefined}
            onClick={() => rotate.mutate()}
          >
            Rotate {what}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {rotate.error && !keyError && <ProblemNotice error={rotate.error} title={`The ${what} was not rotated`} />}
        {signs && <PublicKeyField value={jwk} onChange={setJwk} error={keyError} />}
        <Field label={`The old ${what} stays good for`} hint="Long enough to change it everywhere.">
          {(control) => <Select {...control} value={hours} options={overlaps} onValueChange={setHours} />}
        </Field>
        {hours === "0" && (
          <Notice tone="warning">
            The old {what}, and every token that it got, is refused within a second, on every node.
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
