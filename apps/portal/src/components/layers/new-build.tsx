"use client";
import {
  type CreateLayerBuild,
  type Layer,
  layerBuildSchema,
  type PackageKind,
  portalRoutes,
  type Runtime,
} from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input, Textarea } from "../ui/input";
import { packageLines, readPackageLines } from "./package-lines";

const kinds: readonly { readonly kind: PackageKind; readonly label: string; readonly runtimes: Runtime[] }[] = [
  { kind: "npm", label: "npm, for the Node.js runtimes", runtimes: ["nodejs24.x", "nodejs22.x"] },
  { kind: "python", label: "Python index, for Python 3.11", runtimes: ["python3.11"] },
];

/** Asks for a layer's next version, made from packages. Mount it while it is open. */
export function NewBuild({ layer, onClose }: { layer: Layer; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const form = useId();
  const last = layer.versions.find(({ madeFrom }) => madeFrom !== null);
  const before: PackageKind = last?.runtimes.some((runtime) => runtime.startsWith("python")) ? "python" : "npm";
  const [kind, setKind] = useState<PackageKind>(before);
  const [text, setText] = useState(packageLines(last?.madeFrom ?? [], before));
  const [message, setMessage] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const path = portalRoutes.layerBuilds(layer.id);
  const ask = useMutation({
    mutationFn: (wanted: CreateLayerBuild) => api.send("POST", path, layerBuildSchema, wanted),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: key(path) });
      onClose();
    },
  });
  const submit = () => {
    const { packages, problem: wrong } = readPackageLines(text, kind);
    setProblem(wrong ?? (packages.length === 0 ? "Write at least one package." : null));
    const runtimes = kinds.find((each) => each.kind === kind)?.runtimes ?? [];
    if (wrong === null && packages.length > 0) ask.mutate({ message, runtimes, packages: [...packages] });
  };
  return (
    <FormDialog
      title={`New version of ${layer.name} from packages`}
      description="The packages and what they need are fetched by the isolated builder, locked by version and checksum. Nothing of them is run."
      verb="Make version"
      busy={ask.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {ask.error && <ProblemNotice error={ask.error} title="The version cannot be made" />}
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 text-sm font-medium">From</legend>
        {kinds.map((each) => (
          <label key={each.kind} className="flex items-center gap-2 text-sm" htmlFor={`${form}-${each.kind}`}>
            <input
              id={`${form}-${each.kind}`}
              type="radio"
              name={`${form}-kind`}
              className="accent-accent"
              checked={kind === each.kind}
              onChange={() => setKind(each.kind)}
            />
            {each.label}
          </label>
        ))}
      </fieldset>
      <Field label="Packages" hint="One a line, in exact versions." error={problem ?? undefined}>
        {(control) => (
          <Textarea
            {...control}
            rows={5}
            className="font-mono"
            placeholder={kind === "npm" ? "ibantools@4.5.1" : "requests==2.32.3"}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Field label="What changed">
        {(control) => (
          <Input {...control} maxLength={300} value={message} onChange={(event) => setMessage(event.target.value)} />
        )}
      </Field>
    </FormDialog>
  );
}
