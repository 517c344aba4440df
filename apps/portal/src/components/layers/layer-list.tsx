"use client";
import { type Layer, layerSchema } from "@annex/contract";
import { Layers, Plus } from "lucide-react";
import Link from "next/link";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { formatBytes, formatCount } from "@/format/units";
import { ProblemNotice } from "../problem-notice";
import { useCommands } from "../shell/commands";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Page } from "../ui/page";
import { TableSkeleton } from "../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";
import { CreateLayer } from "./create-layer";
import { type LayerOwner, layerRoutes, layersPage } from "./layer-side";

const texts = {
  tenant:
    "Files that several functions share: packages, data, programs. A release pins the version that it was made with.",
  operator:
    "Files that every tenant's functions may share. A new version reaches a function when somebody upgrades it, or by a roll-out.",
} as const;

/** The layers that functions may have. */
export function LayerList({ owner }: { owner: LayerOwner }) {
  const layers = useResource(layerRoutes(owner).layers(), z.array(layerSchema));
  const [dialog, setDialog] = useUrlState("dialog", "", { push: true });
  const open = () => setDialog("create");
  useCommands([{ id: "create-layer", label: "Create layer", group: "Page", words: "new", run: open }]);
  const button = (
    <Button changes variant="primary" onClick={open}>
      <Plus aria-hidden className="size-4" />
      Create layer
    </Button>
  );
  return (
    <Page title="Layers" description={owner === null ? texts.operator : texts.tenant} actions={button}>
      {layers.isPending && <TableSkeleton label="Loading layers" rows={3} />}
      {layers.error && !layers.data && (
        <ProblemNotice
          error={layers.error}
          title="The layers could not be loaded"
          onRetry={() => void layers.refetch()}
        />
      )}
      {layers.data?.length === 0 && (
        <EmptyState icon={<Layers aria-hidden />} title="No layer yet" action={button}>
          A layer is a zip whose folders functions find below /opt: put packages into nodejs/node_modules or python,
          once for all functions.
        </EmptyState>
      )}
      {layers.data && layers.data.length > 0 && <LayerTable owner={owner} layers={layers.data} />}
      {dialog === "create" && <CreateLayer owner={owner} onClose={() => setDialog("")} />}
    </Page>
  );
}

function LayerTable({ owner, layers }: { owner: LayerOwner; layers: readonly Layer[] }) {
  return (
    <Table label="Layers">
      <THead>
        <tr>
          <TH>Layer</TH>
          {owner !== null && <TH>Made by</TH>}
          <TH>Newest version</TH>
          <TH end>Unpacked</TH>
          <TH>Packages</TH>
          <TH end>Functions that use it</TH>
        </tr>
      </THead>
      <tbody>
        {layers.map((layer) => (
          <LayerRow key={layer.id} owner={owner} layer={layer} />
        ))}
      </tbody>
    </Table>
  );
}

function LayerRow({ owner, layer }: { owner: LayerOwner; layer: Layer }) {
  const { id, name, description, vendor, versions } = layer;
  const [newest] = versions;
  const uses = versions.reduce((sum, { usedBy }) => sum + usedBy, 0);
  const older = uses - (newest?.usedBy ?? 0);
  return (
    <TR className="group hover:bg-hover">
      <TD className="max-w-96">
        <Link href={`${layersPage(owner)}/${id}`} className="font-medium group-hover:underline">
          {name}
        </Link>
        {description && (
          <p className="truncate text-xs text-muted" title={description}>
            {description}
          </p>
        )}
      </TD>
      {owner !== null && (
        <TD>{vendor ? <Badge tone="accent">Vendor</Badge> : <span className="text-muted">You</span>}</TD>
      )}
      <TD>
        {newest ? (
          <>
            Version {newest.number}, <Time at={newest.createdAt} />
          </>
        ) : (
          <span className="text-muted">None yet</span>
        )}
      </TD>
      <TD end>{newest ? formatBytes(newest.unpackedBytes) : "–"}</TD>
      <TD className="max-w-64 truncate font-mono text-xs text-muted" title={newest?.packages.join(", ")}>
        {newest && newest.packages.length > 0 ? newest.packages.join(", ") : "–"}
      </TD>
      <TD end>
        {formatCount(uses)}
        {older > 0 && <span className="ml-2 text-xs text-amber">{formatCount(older)} an older version</span>}
      </TD>
    </TR>
  );
}
