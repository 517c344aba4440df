"use client";
import { type Layer, layerRolloutSchema, portalRoutes, type StartLayerRollout } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Checkbox } from "../../ui/checkbox";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input } from "../../ui/input";
import { LayerDiff } from "../layer-diff";

interface StartRolloutProps {
  layer: Layer;
  version: number;
  /** How many use an older version now. */
  functions: number;
  onClose: () => void;
  onStarted: (id: string) => void;
}

const initial = { waveSize: "10", pauseMinutes: "5", failurePercent: "5", sharePercent: "10", watchMinutes: "5" };

function inputOf(version: number, values: typeof initial, watched: boolean): StartLayerRollout {
  const number = (key: keyof typeof initial) => Number(values[key].replace(",", "."));
  const steps = [{ percent: Math.round(number("sharePercent")), minutes: number("watchMinutes") }];
  const guard = { maxErrorRate: 0.05, maxP95Ms: null, minInvocations: 20 };
  return {
    ...{ version, waveSize: Math.round(number("waveSize")), pauseSeconds: Math.round(number("pauseMinutes") * 60) },
    ...{ maxFailureRate: number("failurePercent") / 100, ...(watched ? { shift: { steps, guard } } : {}) },
  };
}

/** Asks how a version goes out. Mount it while it is open. */
export function StartRollout({ layer, version, functions, onClose, onStarted }: StartRolloutProps) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const form = useId();
  const [values, setValues] = useState(initial);
  const [watched, setWatched] = useState(true);
  const before = layer.versions.find(({ number, usedBy }) => number < version && usedBy > 0)?.number;
  const path = portalRoutes.operator.layerRollouts(layer.id);
  const start = useMutation({
    mutationFn: () => api.send("POST", path, layerRolloutSchema, inputOf(version, values, watched)),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: key(path) });
      onClose();
      onStarted(id);
    },
  });
  const field = (name: keyof typeof initial, label: string, hint?: string) => (
    <Field label={label} hint={hint}>
      {(control) => (
        <Input
          {...control}
          required
          inputMode="decimal"
          value={values[name]}
          onChange={(event) => setValues({ ...values, [name]: event.target.value })}
        />
      )}
    </Field>
  );
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
      <div className="grid gap-3 sm:grid-cols-3">
        {field("waveSize", "Functions in a wave", "From 1 to 1,000.")}
        {field("pauseMinutes", "Minutes between waves")}
        {field("failurePercent", "Stop above % failed", "Of those that were tried.")}
      </div>
      <label htmlFor={`${form}-watched`} className="flex items-start gap-2 text-sm">
        <Checkbox
          id={`${form}-watched`}
          className="mt-0.5"
          checked={watched}
          onCheckedChange={(checked) => setWatched(checked === true)}
        />
        <span>
          Shift each function's traffic in two steps, and roll it back by itself when more than 5 % of the new release's
          invocations fail
        </span>
      </label>
      {watched && (
        <div className="grid gap-3 pl-6 sm:grid-cols-2">
          {field("sharePercent", "% of the traffic first")}
          {field("watchMinutes", "For so many minutes")}
        </div>
      )}
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
