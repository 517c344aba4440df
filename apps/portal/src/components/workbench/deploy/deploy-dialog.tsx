"use client";
import { type Deployment, deploymentSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Notice } from "../../ui/notice";
import { CallFunction } from "../call-function";
import { planOf, type ShiftForm, ShiftPlanFields } from "../shift/shift-plan-fields";
import { useWorkbench } from "../workbench-context";
import { FailureNotice } from "./deployment-failure";
import { DeploymentSteps } from "./deployment-steps";
import { isUnderway, useDeployment } from "./use-deployment";

const titles: Partial<Record<Deployment["state"], string>> = { active: "Deployed", failed: "The deployment failed" };

/** Deploys what is on screen and shows its steps; a failure stays until it was read. */
export function DeployDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { detail, store, diagnostics, setBuildDiagnostics, tab } = useWorkbench();
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const [message, setMessage] = useState("");
  const [shift, setShift] = useState<ShiftForm | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: key(portalRoutes.function(detail.name)) });
  const deploy = useMutation({
    mutationFn: async () => {
      const revision = await store.flush();
      return api.send("POST", portalRoutes.deployments(detail.name), deploymentSchema, {
        revision,
        message,
        ...(shift && detail.liveRelease ? { shift: planOf(shift) } : {}),
      });
    },
    onSuccess: () => void refresh(),
  });
  const { deployment, lost } = useDeployment(detail.name, deploy.data ?? null, (ended) => {
    void refresh();
    void client.invalidateQueries({ queryKey: key(portalRoutes.functions()) });
    setBuildDiagnostics(ended.failure?.diagnostics ?? []);
    if (ended.state === "active") toast.success(`Release ${ended.releaseNumber} of ${detail.name} is live`);
    else if (tab !== "releases")
      toast.error(`Deploying ${detail.name} failed`, { description: ended.failure?.message });
  });
  const close = (next: boolean) => {
    onOpenChange(next);
    if (next || (deployment && isUnderway(deployment))) return;
    deploy.reset();
    setMessage("");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!deploy.isPending) deploy.mutate();
  };
  const shifting = deployment?.state === "shifting" ? deployment.shift : null;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const running = deployment !== null && isUnderway(deployment);

  if (deployment) {
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title={titles[deployment.state] ?? `Deploying release ${deployment.releaseNumber}`}
        description={
          deployment.state === "active"
            ? `Release ${deployment.releaseNumber} is live.`
            : shifting?.startedAt
              ? `Release ${deployment.releaseNumber} serves ${shifting.percent} % of the invocations; follow it on the function's page.`
              : running
                ? "You may close this; it goes on."
                : "Nothing that serves was changed."
        }
        footer={
          <Button variant={running ? "secondary" : "primary"} onClick={() => close(false)}>
            {running ? "Close and go on" : "Done"}
          </Button>
        }
      >
        <div className="flex flex-col gap-3">
          {lost && <Notice tone="warning">The connection is lost; catching up as soon as it is back.</Notice>}
          <DeploymentSteps deployment={deployment} />
          {deployment.state === "active" && <CallFunction />}
          {deployment.failure && <FailureNotice failure={deployment.failure} onJump={() => close(false)} />}
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={`Deploy ${detail.name}`}
      description="Builds what is on screen, publishes it as a release and lets it serve."
      footer={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button variant="primary" type="submit" form="deploy-form" busy={deploy.isPending}>
            Deploy now
          </Button>
        </>
      }
    >
      <form id="deploy-form" onSubmit={submit} className="flex flex-col gap-3">
        {deploy.error && <ProblemNotice error={deploy.error} title="The deployment was not started" />}
        {errors > 0 && (
          <Notice tone="warning">
            {errors === 1 ? "One problem is" : `${errors} problems are`} known; deploying will probably fail.
          </Notice>
        )}
        <Field label="Message" hint="Optional: what changed, for the list of releases.">
          {(control) => (
            <Input {...control} maxLength={300} value={message} onChange={(event) => setMessage(event.target.value)} />
          )}
        </Field>
        {detail.liveRelease && <ShiftPlanFields form={shift} onChange={setShift} />}
        {detail.requiresPassingTests && (
          <p className="text-xs text-muted">Every test event runs first; the release serves only when all pass.</p>
        )}
      </form>
    </Dialog>
  );
}
