"use client";
import { type Layer, layerSchema, type Runtime, runtimeSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { checkZipSize } from "@/client/check-zip-size";
import { formatBytes } from "@/format/units";
import { ProblemNotice } from "../problem-notice";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input } from "../ui/input";
import { type LayerOwner, layerRoutes } from "./layer-side";

interface NewVersionProps {
  owner: LayerOwner;
  layer: Layer;
  onClose: () => void;
}

/** Takes a zip as a layer's next version. Mount it while it is open. */
export function NewVersion({ owner, layer, onClose }: NewVersionProps) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const form = useId();
  const [file, setFile] = useState<File | null>(null);
  const [message, setMessage] = useState("");
  const [runtimes, setRuntimes] = useState<readonly Runtime[]>(
    layer.versions[0]?.runtimes ?? ["nodejs24.x", "nodejs22.x"],
  );
  const upload = useMutation({
    mutationFn: async (chosen: File) => {
      checkZipSize(chosen);
      const query = { message, runtimes: runtimes.join(",") };
      return api.upload(layerRoutes(owner).layerVersions(layer.id), layerSchema, chosen, query);
    },
    onSuccess: ({ versions }) => {
      toast.success(`Version ${versions[0]?.number} of ${layer.name} is there`, {
        description: "Functions go on with the version that their release names.",
      });
      void client.invalidateQueries({ queryKey: key(layerRoutes(owner).layer(layer.id)) });
      void client.invalidateQueries({ queryKey: key(layerRoutes(owner).layers()) });
      onClose();
    },
  });
  const submit = () => {
    if (file) upload.mutate(file);
  };
  const flip = (runtime: Runtime) =>
    setRuntimes(
      runtimes.includes(runtime) ? runtimes.filter((known) => known !== runtime) : [...runtimes, runtime].toSorted(),
    );
  return (
    <FormDialog
      title={`New version of ${layer.name}`}
      description="A zip of at most 50 MB. Its folders are found below /opt: nodejs/node_modules, python, bin, lib."
      verb="Add version"
      disabled={file === null || runtimes.length === 0}
      busy={upload.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {upload.error && <ProblemNotice error={upload.error} title="The zip was not taken" />}
      <Field label="Zip" hint={file ? `${file.name}, ${formatBytes(file.size)}` : undefined}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".zip,application/zip"
            required
            className="text-sm file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-bg file:px-3 file:text-sm file:font-medium file:text-fg hover:file:bg-hover"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        )}
      </Field>
      <Field label="What changed">
        {(control) => (
          <Input {...control} maxLength={300} value={message} onChange={(event) => setMessage(event.target.value)} />
        )}
      </Field>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 text-sm font-medium">For the runtimes</legend>
        {runtimeSchema.options.map((runtime) => (
          <label key={runtime} className="flex items-center gap-2 font-mono text-sm" htmlFor={`${form}-${runtime}`}>
            <Checkbox
              id={`${form}-${runtime}`}
              checked={runtimes.includes(runtime)}
              onCheckedChange={() => flip(runtime)}
            />
            {runtime}
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
}
