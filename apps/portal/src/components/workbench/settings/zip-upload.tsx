"use client";
import { draftSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { checkZipSize } from "@/client/check-zip-size";
import { formatBytes } from "@/format/units";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import { Spinner } from "../../ui/spinner";
import { useWorkbench } from "../workbench-context";

/** Takes a zip by drag and drop or by the file dialog; the draft before it can be had back by Undo. */
export function ZipUpload() {
  const { detail, draft, store, edit, setTab } = useWorkbench();
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const upload = useMutation({
    mutationFn: async (file: File) => {
      checkZipSize(file);
      const revision = await store.flush();
      const before = store.snapshot().content.source;
      const uploaded = await api.upload(portalRoutes.upload(detail.name), draftSchema, file, { revision });
      return { uploaded, before };
    },
    onSuccess: ({ uploaded, before }, file) => {
      store.adopt(uploaded);
      // its files have the paths of the zip before it
      void client.invalidateQueries({ queryKey: key(portalRoutes.zipFile(detail.name)) });
      setTab("code");
      toast.success(`${file.name} is the function's code now`, {
        action: { label: "Undo", onClick: () => edit((content) => ({ ...content, source: before })) },
      });
    },
  });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) upload.mutate(file);
  };
  const { source } = draft.content;
  return (
    <div className="flex flex-col gap-2">
      {upload.error && (
        <ProblemNotice
          error={upload.error}
          title={`${upload.variables?.name ?? "The zip"} was not taken; the draft is as it was`}
        />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; the button does the same */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          "flex flex-col items-center gap-2 rounded-md border border-dashed p-6 text-center text-sm text-muted",
          over ? "border-accent bg-accent-soft" : "border-line-strong",
        )}
      >
        {upload.isPending ? <Spinner className="size-5" /> : <Upload aria-hidden className="size-5 text-faint" />}
        <p>
          {upload.isPending
            ? `Uploading ${upload.variables.name}, ${formatBytes(upload.variables.size)}`
            : source.kind === "zip"
              ? `${source.fileName}, ${formatBytes(source.sizeBytes)}, is in use. Drop another zip here, or`
              : "Drop a zip of at most 50 MB here, or"}
        </p>
        <Button size="sm" disabled={upload.isPending} onClick={() => input.current?.click()}>
          Choose a zip
        </Button>
        <input
          ref={input}
          type="file"
          accept=".zip,application/zip"
          aria-label="Zip file"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) upload.mutate(file);
          }}
        />
      </div>
    </div>
  );
}
