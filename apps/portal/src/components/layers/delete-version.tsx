"use client";
import type { Layer } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ConfirmByName } from "../confirm-by-name";
import { type LayerOwner, layerRoutes } from "./layer-side";

interface DeleteVersionProps {
  owner: LayerOwner;
  layer: Layer;
  number: number;
  onClose: () => void;
}

/** Final; refused, with names, while something uses it. */
export function DeleteVersion({ owner, layer, number, onClose }: DeleteVersionProps) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const remove = useMutation({
    mutationFn: () => api.send("DELETE", layerRoutes(owner).layerVersion(layer.id, number), z.undefined()),
    onSuccess: () => {
      toast.success(`Deleted version ${number} of ${layer.name}`);
      void client.invalidateQueries({ queryKey: key(layerRoutes(owner).layer(layer.id)) });
      void client.invalidateQueries({ queryKey: key(layerRoutes(owner).layers()) });
      onClose();
    },
  });
  return (
    <ConfirmByName
      name={`${layer.name}-${number}`}
      title={`Delete version ${number}`}
      description="Its files are gone for good. A version that a release or a draft names cannot be deleted."
      verb="Delete version"
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
