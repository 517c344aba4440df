"use client";
import { portalRoutes, recoveryCodesSchema, type StartedTotp } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldError } from "@/client/api-error";
import { useApi, useResourceKey } from "@/client/api-provider";
import { Detail, DetailList } from "../detail-list";
import { RefusalNotice } from "../refusal-notice";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input } from "../ui/input";

interface ConfirmTotpProps {
  started: StartedTotp;
  onConfirmed: (recoveryCodes: readonly string[]) => void;
  onClose: () => void;
}

/** The QR code to scan, and the first code that proves that it was. Mount it while it is open. */
export function ConfirmTotp({ started, onConfirmed, onClose }: ConfirmTotpProps) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const [code, setCode] = useState("");
  const confirm = useMutation({
    mutationFn: () => api.send("PUT", portalRoutes.totp(), recoveryCodesSchema, { code }),
    onSuccess: ({ recoveryCodes }) => {
      void cache.invalidateQueries({ queryKey: key(portalRoutes.account()) });
      onClose();
      onConfirmed(recoveryCodes);
    },
  });
  const codeError = fieldError(confirm.error, "code");
  return (
    <FormDialog
      title="Set up an authenticator app"
      description="Scan the code with your app, then type the six digits that it shows."
      verb="Turn on"
      busy={confirm.isPending}
      onSubmit={() => confirm.mutate()}
      onClose={onClose}
    >
      <RefusalNotice error={confirm.error} at={["code"]} title="It was not turned on" />
      {/* on white in the dark too: cameras read nothing else well */}
      {/* biome-ignore lint/performance/noImgElement: it is in the page already, there is nothing to optimise */}
      <img
        alt="QR code for your authenticator app"
        src={`data:image/svg+xml;utf8,${encodeURIComponent(started.svg)}`}
        className="size-44 self-center rounded-md border"
      />
      <DetailList>
        <Detail name="Or type this" copy={started.secret}>
          <span className="font-mono text-xs break-all">{started.secret.match(/.{1,4}/g)?.join(" ")}</span>
        </Detail>
      </DetailList>
      <Field label="Code" error={codeError}>
        {(control) => (
          <Input
            {...control}
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            className="w-40 font-mono"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
