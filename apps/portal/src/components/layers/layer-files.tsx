"use client";
import { type Layer, layerEntrySchema } from "@annex/contract";
import { X } from "lucide-react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { FileBrowser } from "../file-browser/file-browser";
import { RemoteFile } from "../file-browser/remote-file";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { Skeleton } from "../ui/skeleton";
import { type LayerOwner, layerRoutes } from "./layer-side";

interface LayerFilesProps {
  owner: LayerOwner;
  layer: Layer;
  number: number;
  onClose: () => void;
}

/** What a version of a layer holds, to read. */
export function LayerFiles({ owner, layer, number, onClose }: LayerFilesProps) {
  const routes = layerRoutes(owner);
  const entries = useResource(routes.layerFiles(layer.id, number), z.array(layerEntrySchema));
  const [path, setPath] = useUrlState("file", "");
  const shown = entries.data?.some((entry) => entry.path === path) ? path : "";
  const label = `Files of version ${number}`;
  return (
    <section aria-label={label} className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-base font-semibold">{label}</h2>
        <Button variant="ghost" size="icon-sm" aria-label="Close the files" title="Close the files" onClick={onClose}>
          <X aria-hidden className="size-4" />
        </Button>
      </div>
      {entries.error && <ProblemNotice error={entries.error} title="The files could not be listed" />}
      {entries.isPending && <Skeleton className="h-64" />}
      {entries.data && (
        <FileBrowser
          label={label}
          entries={entries.data}
          shown={shown}
          onShow={setPath}
          className="overflow-hidden rounded-md border md:h-[60vh] md:min-h-80"
        >
          {shown === "" ? (
            <p className="p-6 text-center text-sm text-muted">Choose a file to read it here.</p>
          ) : (
            <RemoteFile url={routes.layerFile(layer.id, number)} path={shown} />
          )}
        </FileBrowser>
      )}
    </section>
  );
}
