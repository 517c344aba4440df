"use client";
import { type FunctionDetail, platformRetryPolicy, portalRoutes, setRetryPolicySchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { formatMs } from "@/format/units";
import { ProblemNotice } from "../../problem-notice";
import { RetryPolicyFields } from "../../retry-policy-fields";
import { Button } from "../../ui/button";
import { useWorkbench } from "../workbench-context";

const { maxAttempts, firstDelaySeconds, maxDelaySeconds, maxAgeSeconds } = platformRetryPolicy;
const platforms = `The platform runs it ${maxAttempts} times in all: again after ${formatMs(firstDelaySeconds * 1000)}, doubled each time up to ${formatMs(maxDelaySeconds * 1000)}, and gives up ${maxAgeSeconds / 3600} h after it was accepted.`;

/** How the function's accepted invocations are tried again: a setting of the function itself, in effect at once. */
export function RetrySettings() {
  const { detail } = useWorkbench();
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const [policy, setPolicy] = useState(detail.retryPolicy);
  const own = key(portalRoutes.function(detail.name));
  const save = useMutation({
    mutationFn: () =>
      api.send("PUT", portalRoutes.retryPolicy(detail.name), setRetryPolicySchema, { retryPolicy: policy }),
    onSuccess: (saved) => {
      client.setQueryData<FunctionDetail>(own, (known) => known && { ...known, ...saved });
      toast.success("Saved how it is tried again", { description: "What is accepted from now on follows it." });
    },
  });
  const changed = JSON.stringify(policy) !== JSON.stringify(detail.retryPolicy);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {save.error && <ProblemNotice error={save.error} title="It is tried again as before" />}
      <RetryPolicyFields label="A policy of its own" value={policy} onChange={setPolicy} />
      {policy === null && <p className="text-xs text-muted">{platforms}</p>}
      {changed && (
        <div className="flex gap-2">
          <Button type="submit" variant="primary" busy={save.isPending}>
            Save policy
          </Button>
          <Button onClick={() => setPolicy(detail.retryPolicy)}>Undo</Button>
        </div>
      )}
    </form>
  );
}
