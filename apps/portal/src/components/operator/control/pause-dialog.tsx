"use client";
import {
  extensionPointSchema,
  type Pause,
  type PauseKind,
  pauseRecordSchema,
  pauseSchema,
  portalRoutes,
  runtimeSchema,
} from "@annex/contract";
import { useState } from "react";
import { z } from "zod";
import { useApi, useResource } from "@/client/api-provider";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { ReasonDialog } from "./reason-dialog";

const pointsSchema = z.array(extensionPointSchema);
const names: Record<PauseKind, string> = {
  function: "A function",
  release: "One release of a function",
  extension_point: "An extension point",
  runtime: "A runtime",
};

interface PauseDialogProps {
  /** Null: for all tenants, so that only what all share can be paused. */
  tenantId: string | null;
  functions: readonly string[];
  onClose: () => void;
}

/** What of the form makes a pause; undefined while something is missing. */
function pauseOf(kind: PauseKind, tenantId: string | null, form: { target: string; release: string }, reason: string) {
  const { target, release } = form;
  const named = {
    function: { functionName: target },
    release: { functionName: target, releaseNumber: Number(release) },
    extension_point: { extensionPointKey: target },
    runtime: { runtime: target },
  }[kind];
  const parsed = pauseSchema.safeParse({ kind, tenantId, reason, ...named });
  return target === "" || !parsed.success ? undefined : parsed.data;
}

/** Stops a function, a release, an extension point or a runtime, with a reason. */
export function PauseDialog({ tenantId, functions, onClose }: PauseDialogProps) {
  const api = useApi();
  const kinds: PauseKind[] = tenantId
    ? ["function", "release", "extension_point", "runtime"]
    : ["extension_point", "runtime"];
  const [kind, setKind] = useState<PauseKind>(kinds[0] ?? "runtime");
  const [form, setForm] = useState({ target: "", release: "" });
  const points = useResource(portalRoutes.operator.extensionPoints(), pointsSchema);
  const targets = {
    function: functions,
    release: functions,
    extension_point: (points.data ?? []).map(({ key }) => key),
    runtime: runtimeSchema.options,
  }[kind];
  const send = async (reason: string) => {
    const what: Pause | undefined = pauseOf(kind, tenantId, form, reason);
    if (what) await api.send("POST", portalRoutes.operator.pauses(), pauseRecordSchema, what);
  };
  return (
    <ReasonDialog
      title={tenantId ? "Pause" : "Pause for all tenants"}
      description="Within a second calls are refused with the code paused and your reason; accepted invocations are held until the pause ends."
      action="Pause"
      danger
      done="It is paused"
      ready={pauseOf(kind, tenantId, form, "a reason") !== undefined}
      act={send}
      onClose={onClose}
    >
      <Field label="What">
        {(control) => (
          <Select
            {...control}
            value={kind}
            onValueChange={(value) => {
              setKind(kinds.find((known) => known === value) ?? kind);
              setForm({ target: "", release: "" });
            }}
            options={kinds.map((value) => ({ value, label: names[value] }))}
          />
        )}
      </Field>
      <Field label="Which">
        {(control) => (
          <Select
            {...control}
            value={form.target}
            onValueChange={(target) => setForm({ ...form, target })}
            options={targets.map((value) => ({ value, label: value }))}
            placeholder="Choose one"
          />
        )}
      </Field>
      {kind === "release" && (
        <Field label="Release number">
          {(control) => (
            <Input
              {...control}
              required
              inputMode="numeric"
              value={form.release}
              onChange={(event) => setForm({ ...form, release: event.target.value })}
            />
          )}
        </Field>
      )}
    </ReasonDialog>
  );
}
