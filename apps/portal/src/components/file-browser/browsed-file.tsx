"use client";
import type { ZipFile } from "@annex/contract";
import { FileImage, FileQuestion } from "lucide-react";
import { formatBytes } from "@/format/units";
import { TextView } from "../editor/text-view";
import { CopyButton } from "../ui/copy-button";

const images = new Set(["png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "bmp"]);
const longestText = 1024 * 1024;

function whyNotShown({ path, sizeBytes }: ZipFile): string {
  if (images.has(path.split(".").at(-1)?.toLowerCase() ?? "")) return "An image: only text is shown here.";
  if (sizeBytes > longestText) return "Text of more than 1 MB is not shown.";
  return "No text: a program, an archive or other data.";
}

/** One file to read; what is no text is told as such. */
export function BrowsedFile({ file }: { file: ZipFile }) {
  const { path, sizeBytes, text } = file;
  const Icon = path.match(/\.(png|jpe?g|gif|webp|avif|ico|bmp)$/i) ? FileImage : FileQuestion;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-9 shrink-0 items-center gap-2 border-b px-3 text-xs">
        <span className="min-w-0 flex-1 truncate font-mono" title={path}>
          {path}
        </span>
        <span className="shrink-0 text-muted">{formatBytes(sizeBytes)}, read-only</span>
        {text !== null && <CopyButton text={text} label={`Copy ${path}`} />}
      </div>
      {text === null ? (
        <div className="flex flex-1 flex-col items-center justify-center gap-2 p-6 text-center text-sm text-muted">
          <Icon aria-hidden className="size-6 text-faint" />
          {whyNotShown(file)}
        </div>
      ) : (
        <div className="min-h-0 flex-1">
          <TextView key={path} path={path} text={text} />
        </div>
      )}
    </div>
  );
}
