"use client";
import { deploymentSchema, portalRoutes, releaseSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Rocket } from "lucide-react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource, useResourceKey } from "@/client/api-provider";
import { usePushUrl, useUrlState } from "@/client/use-url-state";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { TableSkeleton } from "../../ui/skeleton";
import { FailureNotice } from "../deploy/deployment-failure";
import { DeploymentSteps } from "../deploy/deployment-steps";
import { isUnderway, useDeployment } from "../deploy/use-deployment";
import { useWorkbench } from "../workbench-context";
import { CompareReleases } from "./compare-releases";
import { DeploymentHistory } from "./deployment-history";
import { ReleaseFiles } from "./release-files";
import { ReleaseTable } from "./release-table";

export function ReleasesTab() {
  const { detail } = useWorkbench();
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const releases = useResource(portalRoutes.releases(detail.name), z.array(releaseSchema), { refetchInterval: 5000 });
  const deployments = useResource(portalRoutes.deployments(detail.name), z.array(deploymentSchema), {
    refetchInterval: 5000,
  });
  const refresh = () =>
    Promise.all(
      [
        portalRoutes.releases(detail.name),
        portalRoutes.deployments(detail.name),
        portalRoutes.function(detail.name),
      ].map((path) => client.invalidateQueries({ queryKey: key(path) })),
    );
  const liveNumber = releases.data?.find(({ live }) => live)?.number;
  const rollBack = useMutation({
    mutationFn: (input: { releaseNumber: number; from: number | undefined }) =>
      api.send("POST", portalRoutes.rollbacks(detail.name), deploymentSchema, { releaseNumber: input.releaseNumber }),
    onSuccess: () => void refresh(),
  });
  const { deployment } = useDeployment(detail.name, rollBack.data ?? null, (ended) => {
    void refresh();
    const from = rollBack.variables?.from;
    if (ended.state === "failed") return;
    toast.success(`Release ${ended.releaseNumber} is live again`, {
      ...(from === undefined
        ? {}
        : {
            action: {
              label: "Undo",
              onClick: () => rollBack.mutate({ releaseNumber: from, from: ended.releaseNumber }),
            },
          }),
    });
  });
  const busy = rollBack.isPending || (deployment !== null && isUnderway(deployment));
  const failed = releases.error ?? deployments.error;
  const [from] = useUrlState("from", "");
  const [to] = useUrlState("to", "");
  const push = usePushUrl();
  const isComparing = from !== "" && to !== "";
  const [browsed, setBrowsed] = useUrlState("browse", "", { push: true });
  const newest = releases.data?.[0]?.number;
  const compare = (first: number, second: string) => push({ from: String(first), to: second });
  const compareWithNext = (number: number) => {
    if (number === liveNumber || liveNumber === undefined) compare(number, "draft");
    else compare(Math.min(number, liveNumber), String(Math.max(number, liveNumber)));
  };

  return (
    <div className="flex w-full max-w-7xl flex-col gap-6 p-4 md:p-6">
      {failed && (
        <ProblemNotice error={failed} title="The releases could not be loaded" onRetry={() => void refresh()} />
      )}
      {rollBack.error && <ProblemNotice error={rollBack.error} title="The roll back was not started" />}
      {deployment && isUnderway(deployment) && <DeploymentSteps deployment={deployment} />}
      {deployment?.failure && <FailureNotice failure={deployment.failure} />}
      {releases.data && isComparing && (
        <CompareReleases
          releases={releases.data}
          from={from}
          to={to}
          onFrom={(side) => push({ from: side })}
          onTo={(side) => push({ to: side })}
          onClose={() => push({ from: null, to: null })}
        />
      )}
      {browsed !== "" && <ReleaseFiles key={browsed} number={Number(browsed)} onClose={() => setBrowsed("")} />}
      <section aria-label="Releases" className="flex flex-col gap-2">
        <div className="flex items-center justify-between gap-2">
          <h2 className="text-base font-semibold">Releases</h2>
          {newest !== undefined && !isComparing && (
            <Button size="sm" onClick={() => compare(liveNumber ?? newest, "draft")}>
              Compare with the draft
            </Button>
          )}
        </div>
        {releases.isPending && <TableSkeleton label="Loading releases" rows={3} />}
        {releases.data?.length === 0 && (
          <EmptyState icon={<Rocket aria-hidden />} title="Nothing released yet">
            Deploying the draft makes release 1. Every release is kept, and any of them can serve again with one click.
          </EmptyState>
        )}
        {releases.data && releases.data.length > 0 && (
          <ReleaseTable
            releases={releases.data}
            busyNumber={busy ? (rollBack.variables?.releaseNumber ?? null) : null}
            onCompare={compareWithNext}
            onBrowse={(number) => setBrowsed(String(number))}
            onRollBack={(releaseNumber) => rollBack.mutate({ releaseNumber, from: liveNumber })}
          />
        )}
      </section>
      {deployments.data && deployments.data.length > 0 && <DeploymentHistory deployments={deployments.data} />}
    </div>
  );
}
