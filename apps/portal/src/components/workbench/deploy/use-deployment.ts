"use client";
import { type Deployment, deploymentSchema, portalRoutes } from "@annex/contract";
import { useEffect, useState } from "react";
import { useApi, useTenant } from "@/client/api-provider";

export function isUnderway({ state }: Deployment): boolean {
  return state === "queued" || state === "building" || state === "publishing" || state === "shifting";
}

interface Followed {
  readonly deployment: Deployment | null;
  /** The stream is broken; the browser is connecting again. */
  readonly lost: boolean;
}

/** Follows a deployment live until it has ended. */
export function useDeployment(
  functionName: string,
  started: Deployment | null,
  onEnd: (deployment: Deployment) => void,
): Followed {
  const tenant = useTenant();
  const api = useApi();
  const [followed, setFollowed] = useState<Followed>({ deployment: started, lost: false });
  const id = started?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows one deployment; what is told at its end may change
  useEffect(() => {
    setFollowed({ deployment: started, lost: false });
    if (!started || !isUnderway(started)) return;
    const source = new EventSource(
      `${portalRoutes.deploymentEvents(functionName, started.id)}?tenant=${encodeURIComponent(tenant)}`,
    );
    let ended = false;
    const take = (deployment: Deployment) => {
      if (ended) return;
      setFollowed({ deployment, lost: false });
      if (isUnderway(deployment)) return;
      ended = true;
      source.close();
      onEnd(deployment);
    };
    source.addEventListener("deployment", (event) => take(deploymentSchema.parse(JSON.parse(event.data))));
    source.onerror = () => {
      if (ended) return;
      setFollowed((current) => ({ ...current, lost: true }));
      // the stream may have ended together with the deployment
      api.get(portalRoutes.deployment(functionName, started.id), deploymentSchema).then(take, () => undefined);
    };
    return () => {
      ended = true;
      source.close();
    };
  }, [id, functionName, tenant]);
  return followed;
}
