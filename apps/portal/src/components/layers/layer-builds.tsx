"use client";
import { type Layer, layerBuildSchema, portalRoutes } from "@annex/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { z } from "zod";
import { useResource, useResourceKey } from "@/client/api-provider";
import { Notice } from "../ui/notice";

const buildsSchema = z.array(layerBuildSchema);

/** The versions of a layer that are being made from packages, and the last one where it could not be made. */
export function LayerBuilds({ layer }: { layer: Layer }) {
  const client = useQueryClient();
  const key = useResourceKey();
  const { data = [] } = useResource(portalRoutes.layerBuilds(layer.id), buildsSchema, { refetchInterval: 1500 });
  const queued = data.filter(({ state }) => state === "queued").length;
  const [newest] = data;
  // the version is there as soon as its build says so
  const made = data.find(({ state }) => state === "done")?.version ?? 0;
  const isMissing = made > (layer.versions[0]?.number ?? 0);
  const path = key(portalRoutes.layer(layer.id));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is a new array each time
  useEffect(() => {
    if (isMissing) void client.invalidateQueries({ queryKey: path });
  }, [client, isMissing]);
  return (
    <div role="status" className="empty:hidden">
      {queued > 0 && (
        <Notice>
          {queued === 1 ? "A version is" : `${queued} versions are`} being made from packages. This takes some seconds.
        </Notice>
      )}
      {newest?.state === "failed" && (
        <Notice tone="error" title="The last version could not be made from its packages">
          {newest.problem}
        </Notice>
      )}
    </div>
  );
}
