"use client";
import { type DraftContent, type LayerVersion, lambdaCode } from "@annex/contract";
import { formatBytes } from "@/format/units";
import { cn } from "../../ui/cn";
import { useWorkbench } from "../workbench-context";

/** The code unpacked: known of a zip; of files as they were last built, by a test or a deployment. */
function codeBytesOf({ source }: DraftContent, built: number | null): number | null {
  if (source.kind === "files") return built;
  return source.entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** How much of what Lambda takes the function needs, before it is deployed. */
export function CodeSize({ layers }: { layers: readonly LayerVersion[] }) {
  const { draft, detail } = useWorkbench();
  const code = codeBytesOf(draft.content, detail.builtBytes);
  const layerBytes = layers.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  const total = (code ?? 0) + layerBytes;
  const share = Math.min(1, total / lambdaCode.unpackedBytes);
  const tooMuch = total > lambdaCode.unpackedBytes;
  return (
    <div className="flex flex-col gap-1">
      <div className="h-1 w-full overflow-hidden rounded-full bg-line" aria-hidden>
        <div className={cn("h-full", tooMuch ? "bg-red" : "bg-accent")} style={{ width: `${share * 100}%` }} />
      </div>
      <p className={cn("text-xs", tooMuch ? "text-red" : "text-muted")}>
        Code {code === null ? "not built yet" : formatBytes(code)}
        {layers.length > 0 && `, layers ${formatBytes(layerBytes)}`}: {formatBytes(total)} of the 250 MB that Lambda
        takes unpacked.
      </p>
    </div>
  );
}
