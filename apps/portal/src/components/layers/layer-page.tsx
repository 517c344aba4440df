"use client";
import { type Layer, layerSchema } from "@annex/contract";
import { Layers, Package, Plus, X } from "lucide-react";
import { useResource } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { LoadFailure } from "../load-failure";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Page } from "../ui/page";
import { TableSkeleton } from "../ui/skeleton";
import { DeleteVersion } from "./delete-version";
import { LayerBuilds } from "./layer-builds";
import { LayerDiff } from "./layer-diff";
import { LayerFiles } from "./layer-files";
import { type LayerOwner, layerRoutes, layersPage } from "./layer-side";
import { NewBuild } from "./new-build";
import { NewVersion } from "./new-version";
import { LayerRollouts } from "./rollouts/layer-rollouts";
import { VersionTable } from "./version-table";

/** One layer: its versions, what is in them, how they differ, and (for operators) their roll-outs. */
export function LayerPage({ owner, id }: { owner: LayerOwner; id: string }) {
  const layer = useResource(layerRoutes(owner).layer(id), layerSchema, { refetchInterval: 5000 });
  if (layer.data) return <LoadedLayer owner={owner} layer={layer.data} />;
  return (
    <Page title="Layer">
      {layer.error ? (
        <LoadFailure
          error={layer.error}
          what="layer"
          all={{ href: layersPage(owner), label: "All layers" }}
          onRetry={() => void layer.refetch()}
        />
      ) : (
        <TableSkeleton label="Loading the layer" rows={3} />
      )}
    </Page>
  );
}

function LoadedLayer({ owner, layer }: { owner: LayerOwner; layer: Layer }) {
  const [dialog, setDialog] = useUrlState("dialog", "", { push: true });
  const [browse, setBrowse] = useUrlState("browse", "", { push: true });
  const [compare, setCompare] = useUrlState("compare", "", { push: true });
  const [from, to] = compare.split("-").map(Number);
  const own = owner === null || !layer.vendor;
  const fromPackages = own && owner !== null;
  const button = own && (
    <div className="flex flex-wrap gap-2">
      <Button
        changes
        variant={layer.versions.length === 0 ? "primary" : "secondary"}
        onClick={() => setDialog("version")}
      >
        <Plus aria-hidden className="size-4" />
        New version
      </Button>
      {fromPackages && (
        <Button changes onClick={() => setDialog("packages")}>
          <Package aria-hidden className="size-4" />
          From packages
        </Button>
      )}
    </div>
  );
  const deleting = /^delete-(\d+)$/.exec(dialog)?.[1];
  return (
    <Page
      title={layer.name}
      description={
        <>
          {layer.vendor && owner !== null && (
            <Badge tone="accent" className="mr-2">
              Vendor
            </Badge>
          )}
          {layer.description || "A layer: its files are found below /opt by the functions that name it."}
        </>
      }
      actions={button}
    >
      {fromPackages && <LayerBuilds layer={layer} />}
      {layer.versions.length === 0 ? (
        <EmptyState icon={<Layers aria-hidden />} title="No version yet" action={button || undefined}>
          The first version is a zip, such as one with nodejs/node_modules and the packages that your functions share
          {fromPackages ? "; or it is made for you from a list of packages." : "."}
        </EmptyState>
      ) : (
        <VersionTable
          layer={layer}
          own={own}
          onBrowse={(number) => setBrowse(String(number))}
          onCompare={(before, after) => setCompare(`${before}-${after}`)}
          onDelete={(number) => setDialog(`delete-${number}`)}
        />
      )}
      {from && to ? (
        <section aria-label="Comparison" className="flex flex-col gap-2">
          <div className="flex items-center justify-between gap-2">
            <h2 className="text-base font-semibold">
              Version {from} → version {to}
            </h2>
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label="Close the comparison"
              title="Close the comparison"
              onClick={() => setCompare("")}
            >
              <X aria-hidden className="size-4" />
            </Button>
          </div>
          <LayerDiff owner={owner} layerId={layer.id} from={from} to={to} />
        </section>
      ) : null}
      {browse !== "" && (
        <LayerFiles key={browse} owner={owner} layer={layer} number={Number(browse)} onClose={() => setBrowse("")} />
      )}
      {owner === null && layer.versions.length > 0 && <LayerRollouts layer={layer} />}
      {dialog === "version" && own && <NewVersion owner={owner} layer={layer} onClose={() => setDialog("")} />}
      {dialog === "packages" && fromPackages && <NewBuild layer={layer} onClose={() => setDialog("")} />}
      {deleting && (
        <DeleteVersion owner={owner} layer={layer} number={Number(deleting)} onClose={() => setDialog("")} />
      )}
    </Page>
  );
}
