"use client";
import { type ApiClient, type CreatedApiClient, createdApiClientSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { Select } from "../ui/select";

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

/** Gives a client a new secret; the one before it is good for as long as is chosen. Mount it while it is open. */
export function RotateApiClient({ client, onRotated, onClose }: RotateApiClientProps) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const [hours, setHours] = useState("24");
  const rotate = useMutation({
    mutationFn: () =>
      api.send("POST", portalRoutes.rotateApiClient(client.id), createdApiClientSchema, {
        overlapHours: Number(hours),
      }),
    onSuccess: (rotated) => {
      void cache.invalidateQueries({ queryKey: key(portalRoutes.apiClients()) });
      onClose();
      onRotated(rotated);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size="sm"
      title={`New secret for ${client.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={rotate.isPending} onClick={() => rotate.mutate()}>
            Rotate secret
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {rotate.error && <ProblemNotice error={rotate.error} title="The secret was not rotated" />}
        <Field label="The old secret stays good for" hint="Long enough to change it everywhere.">
          {(control) => <Select {...control} value={hours} options={overlaps} onValueChange={setHours} />}
        </Field>
        {hours === "0" && (
          <Notice tone="warning">
            The old secret, and every token that it got, is refused within a second, on every node.
          </Notice>
        )}
      </div>
    </Dialog>
  );
}
