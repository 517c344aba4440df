"use client";
import {
  type RecordingPolicy as Policy,
  portalRoutes,
  recordingModeSchema,
  recordingPolicySchema,
  setRecordingPolicySchema,
} from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { fieldError } from "@/client/api-error";
import { useApi, useResource, useResourceKey } from "@/client/api-provider";
import { Actor } from "../../actor";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input, Textarea } from "../../ui/input";
import { Select } from "../../ui/select";
import { Skeleton } from "../../ui/skeleton";
import { Time } from "../../ui/time";
import { useRefusedFocus } from "../../ui/use-refused-focus";

const modes: Record<Policy["mode"], string> = {
  off: "Nothing",
  errors: "Failed invocations",
  all: "All invocations",
};

/** As it is typed. */
const retentionSchema = z.string().regex(/^\d+$/).transform(Number).pipe(setRecordingPolicySchema.shape.retentionDays);

/** What of its functions' input and output the tenant keeps. */
export function RecordingPolicy({ isOwner }: { isOwner: boolean }) {
  const found = useResource(portalRoutes.recordingPolicy(), recordingPolicySchema);
  if (found.error)
    return (
      <ProblemNotice error={found.error} title="The policy could not be loaded" onRetry={() => void found.refetch()} />
    );
  if (!found.data)
    return (
      <div role="status" aria-label="Loading the policy" className="flex max-w-xl flex-col gap-4">
        <Skeleton className="h-14" />
        <Skeleton className="h-28" />
      </div>
    );
  return <PolicyForm key={found.data.updatedAt} policy={found.data} isOwner={isOwner} />;
}

function PolicyForm({ policy, isOwner }: { policy: Policy; isOwner: boolean }) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const [mode, setMode] = useState(policy.mode);
  const [redacted, setRedacted] = useState(policy.redacted.join("\n"));
  const [days, setDays] = useState(String(policy.retentionDays));
  const save = useMutation({
    mutationFn: () =>
      api.send("PUT", portalRoutes.recordingPolicy(), recordingPolicySchema, {
        mode,
        redacted: redacted.split(/[\s,]+/).filter((name) => name !== ""),
        retentionDays: Number(days),
      }),
    onSuccess: (saved) => {
      client.setQueryData(key(portalRoutes.recordingPolicy()), saved);
      toast.success("Saved. It holds from the next invocation on.");
    },
  });
  const form = useRefusedFocus(save.isPending);
  const redactedError = fieldError(save.error, "redacted");
  const isDays = retentionSchema.safeParse(days.trim()).success;
  const daysError = isDays ? fieldError(save.error, "retentionDays") : "A whole number from 1 to 90.";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isDays) save.mutate();
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex max-w-xl flex-col gap-4">
      <p className="text-sm text-muted">
        What is kept helps to see why production failed, and to replay an invocation with other code. Developers of the
        tenant may read it; each reading is in the audit trail. Secrets are never kept.
      </p>
      {save.error && !redactedError && !daysError && <ProblemNotice error={save.error} title="It was not saved" />}
      <fieldset disabled={!isOwner} className="flex flex-col gap-4">
        <Field label="Keep input and output of">
          {(control) => (
            <Select
              {...control}
              value={mode}
              disabled={!isOwner}
              options={recordingModeSchema.options.map((value) => ({ value, label: modes[value] }))}
              onValueChange={(value) => setMode(recordingModeSchema.catch("off").parse(value))}
            />
          )}
        </Field>
        <Field
          label="Never keep the values of"
          hint="A field such as invoice.iban or a name such as iban, one a line: it is taken out wherever it stands."
          error={redactedError}
        >
          {(control) => (
            <Textarea
              {...control}
              className="font-mono"
              placeholder="invoice.iban"
              value={redacted}
              onChange={(event) => setRedacted(event.target.value)}
            />
          )}
        </Field>
        <Field label="Keep for days" hint="1 to 90" error={daysError} className="max-w-32">
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              maxLength={3}
              required
              value={days}
              onChange={(event) => setDays(event.target.value)}
            />
          )}
        </Field>
      </fieldset>
      <div className="flex flex-wrap items-center gap-3">
        {isOwner ? (
          <Button type="submit" variant="primary" busy={save.isPending}>
            Save
          </Button>
        ) : (
          <p className="text-sm text-muted">Only owners of the tenant can change it.</p>
        )}
        {policy.updatedAt !== null && (
          <p className="text-xs text-muted">
            Set by <Actor actor={policy.updatedBy ?? ""} />, <Time at={policy.updatedAt} />
          </p>
        )}
      </div>
    </form>
  );
}
