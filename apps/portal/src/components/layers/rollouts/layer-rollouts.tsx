"use client";
import { type Layer, type LayerRollout, layerRolloutSchema, portalRoutes } from "@annex/contract";
import { Waves } from "lucide-react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { formatActor } from "@/format/actor";
import { formatCount } from "@/format/units";
import { ProblemNotice } from "../../problem-notice";
import { RolloutBar } from "../../rollouts/rollout-bar";
import { RolloutState } from "../../rollouts/rollout-state";
import { Button } from "../../ui/button";
import { TableSkeleton } from "../../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";
import { RolloutDetail } from "./rollout-detail";
import { StartRollout } from "./start-rollout";

const isOpen = ({ state }: LayerRollout) => state === "running" || state === "paused" || state === "stopped";

/** How a vendor layer's versions went out to the functions that use it. */
export function LayerRollouts({ layer }: { layer: Layer }) {
  const rollouts = useResource(portalRoutes.operator.layerRollouts(layer.id), z.array(layerRolloutSchema), {
    refetchInterval: 3000,
  });
  const [dialog, setDialog] = useUrlState("dialog", "", { push: true });
  const [shown, setShown] = useUrlState("rollout", "", { push: true });
  const [newest, ...older] = layer.versions;
  const waiting = older.reduce((sum, { usedBy }) => sum + usedBy, 0);
  const underway = rollouts.data?.some(isOpen) ?? false;
  return (
    <section aria-label="Roll-outs" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div>
          <h2 className="text-base font-semibold">Roll-outs</h2>
          <p className="text-sm text-muted">
            {waiting === 0
              ? "Every function that uses this layer has its newest version."
              : `${formatCount(waiting)} ${waiting === 1 ? "function uses" : "functions use"} an older version than ${newest?.number}.`}
          </p>
        </div>
        <Button
          variant={waiting > 0 && !underway ? "primary" : "secondary"}
          disabled={waiting === 0 || underway}
          onClick={() => setDialog("rollout")}
        >
          <Waves aria-hidden className="size-4" />
          Roll out version {newest?.number}
        </Button>
      </div>
      {rollouts.error && !rollouts.data && (
        <ProblemNotice error={rollouts.error} title="The roll-outs could not be loaded" />
      )}
      {rollouts.isPending && <TableSkeleton label="Loading roll-outs" rows={2} />}
      {rollouts.data && rollouts.data.length > 0 && (
        <Table label="Table of roll-outs">
          <THead>
            <tr>
              <TH>Version</TH>
              <TH>State</TH>
              <TH className="min-w-48">Functions</TH>
              <TH end>Wave</TH>
              <TH>Begun</TH>
            </tr>
          </THead>
          <tbody>
            {rollouts.data.map((rollout) => (
              <TR key={rollout.id}>
                <TD className="font-medium">
                  <button type="button" className="underline underline-offset-2" onClick={() => setShown(rollout.id)}>
                    Version {rollout.version}
                  </button>
                </TD>
                <TD>
                  <RolloutState rollout={rollout} />
                </TD>
                <TD>
                  <RolloutBar counts={rollout.counts} />
                </TD>
                <TD end>{rollout.wave}</TD>
                <TD className="text-muted" title={formatActor(rollout.createdBy)}>
                  <Time at={rollout.createdAt} />
                </TD>
              </TR>
            ))}
          </tbody>
        </Table>
      )}
      {dialog === "rollout" && newest && (
        <StartRollout
          layer={layer}
          version={newest.number}
          functions={waiting}
          onClose={() => setDialog("")}
          onStarted={setShown}
        />
      )}
      {shown !== "" && <RolloutDetail id={shown} onClose={() => setShown("")} />}
    </section>
  );
}
