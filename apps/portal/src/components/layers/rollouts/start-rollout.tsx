"use client";
import { type Layer, layerRolloutSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { initialPlan, planOf, RolloutPlanFields } from "../../rollouts/rollout-plan-fields";
import { FormDialog } from "../../ui/form-dialog";
import { LayerDiff } from "../layer-diff";

interface StartRolloutProps {
  layer: Layer;
  version: number;
  /** How many use an older version now. */
  functions: number;
  onClose: () => void;
  onStarted: (id: string) => void;
}

/** Asks how a version goes out. Mount it while it is open. */
export function StartRollout({ layer, version, functions, onClose, onStarted }: StartRolloutProps) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const [values, setValues] = useState(initialPlan);
  const before = layer.versions.find(({ number, usedBy }) => number < version && usedBy > 0)?.number;
  const path = portalRoutes.operator.layerRollouts(layer.id);
  const start = useMutation({
    mutationFn: () => api.send("POST", path, layerRolloutSchema, { version, ...planOf(values) }),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: key(path) });
      onClose();
      onStarted(id);
    },
  });
  return (
    <FormDialog
      size="lg"
      title={`Roll out version ${version} of ${layer.name}`}
      description={`${functions.toLocaleString("en")} ${functions === 1 ? "function gets" : "functions get"} a new release that differs in this layer alone. Where it fails, what serves goes on serving.`}
      verb="Start the roll-out"
      busy={start.isPending}
      onSubmit={() => start.mutate()}
      onClose={onClose}
    >
      {start.error && <ProblemNotice error={start.error} title="It was not started" />}
      <RolloutPlanFields values={values} onChange={setValues} />
      {before !== undefined && (
        <section aria-label="What changes" className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">
            What changes from version {before} to version {version}
          </h3>
          <LayerDiff owner={null} layerId={layer.id} from={before} to={version} />
        </section>
      )}
    </FormDialog>
  );
}
