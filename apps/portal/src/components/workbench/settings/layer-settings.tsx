"use client";
import { type Layer, type LayerReference, layerSchema, mostLayers, portalRoutes } from "@annex/contract";
import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import { useResource, useTenant } from "@/client/api-provider";
import { LayerDiff } from "../../layers/layer-diff";
import { ProblemNotice } from "../../problem-notice";
import { Dialog } from "../../ui/dialog";
import { Notice } from "../../ui/notice";
import { Select } from "../../ui/select";
import { Skeleton } from "../../ui/skeleton";
import { useWorkbench } from "../workbench-context";
import { CodeSize } from "./code-size";
import { LayerRow } from "./layer-row";

interface Compared {
  readonly reference: LayerReference;
  readonly to: number;
}

/** The function's layers in their order, each with its version, and what can be upgraded. */
export function LayerSettings() {
  const { draft, edit } = useWorkbench();
  const { layers: attached, runtime } = draft.content;
  const tenant = useTenant();
  const layers = useResource(portalRoutes.layers(), z.array(layerSchema));
  const [compared, setCompared] = useState<Compared | null>(null);
  if (layers.error && !layers.data)
    return <ProblemNotice error={layers.error} title="The layers could not be loaded" />;
  if (!layers.data) return <Skeleton className="h-16" />;
  const byId = new Map(layers.data.map((layer) => [layer.id, layer]));
  const write = (next: readonly LayerReference[]) => edit((content) => ({ ...content, layers: [...next] }));
  const usable = (layer: Layer) => layer.versions.filter(({ runtimes }) => runtimes.includes(runtime));
  const choices = layers.data.filter(
    (layer) => usable(layer).length > 0 && !attached.some(({ layerId }) => layerId === layer.id),
  );
  const add = (id: string) => {
    const layer = byId.get(id);
    const version = layer && usable(layer)[0]?.number;
    if (layer && version !== undefined) write([...attached, { layerId: layer.id, name: layer.name, version }]);
  };
  const move = (from: number, to: number) => {
    const next = [...attached];
    const [moved] = next.splice(from, 1);
    if (moved) next.splice(to, 0, moved);
    write(next);
  };
  return (
    <div className="flex flex-col gap-3">
      {attached.length > 0 && (
        <ol aria-label="Layers in order" className="rounded-md border">
          {attached.map((reference, index) => {
            const layer = byId.get(reference.layerId);
            return (
              <LayerRow
                key={reference.layerId}
                reference={reference}
                layer={layer}
                versions={layer ? usable(layer) : []}
                first={index === 0}
                last={index === attached.length - 1}
                onVersion={(version) =>
                  write(attached.map((other) => (other === reference ? { ...reference, version } : other)))
                }
                onCompare={(to) => setCompared({ reference, to })}
                onMove={(by) => move(index, index + by)}
                onRemove={() => write(attached.filter((other) => other !== reference))}
              />
            );
          })}
        </ol>
      )}
      {attached.length >= mostLayers ? (
        <Notice>Lambda takes {mostLayers} layers for a function.</Notice>
      ) : choices.length > 0 ? (
        <Select
          aria-label="Add a layer"
          placeholder="Add a layer"
          className="max-w-72"
          value=""
          onValueChange={add}
          options={choices.map(({ id, name, vendor }) => ({
            value: id,
            label: name,
            ...(vendor ? { note: "vendor" } : {}),
          }))}
        />
      ) : (
        attached.length === 0 && (
          <p className="text-sm text-muted">
            No layer is for {runtime}.{" "}
            <Link href={`/t/${tenant}/layers`} className="text-accent-text underline">
              Create one
            </Link>
          </p>
        )
      )}
      <CodeSize
        layers={attached.flatMap(
          ({ layerId, version }) => byId.get(layerId)?.versions.find(({ number }) => number === version) ?? [],
        )}
      />
      {compared && (
        <Dialog
          open
          onOpenChange={(open) => open || setCompared(null)}
          size="lg"
          title={`${compared.reference.name}: version ${compared.reference.version} to ${compared.to}`}
        >
          <LayerDiff
            owner={tenant}
            layerId={compared.reference.layerId}
            from={Math.min(compared.reference.version, compared.to)}
            to={Math.max(compared.reference.version, compared.to)}
          />
        </Dialog>
      )}
    </div>
  );
}
