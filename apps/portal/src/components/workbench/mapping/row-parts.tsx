import type { PreviewValue } from "@annex/field-mapping";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../ui/button";

/** What a row comes to for the sample record, or what is wrong with it. */
export function RowNote({
  id,
  problem,
  preview,
  type,
}: {
  id: string;
  problem: string | undefined;
  preview: PreviewValue | undefined;
  type: string | undefined;
}) {
  const wrong = problem ?? preview?.problem;
  if (wrong) {
    return (
      <p id={id} role="alert" className="text-xs text-red">
        {wrong}
      </p>
    );
  }
  return (
    <p
      id={id}
      className="truncate font-mono text-xs text-faint"
      title={preview?.set ? JSON.stringify(preview.value) : undefined}
    >
      {type && <span className="text-muted">{type}</span>}
      {preview?.set && (
        <>
          {type && " = "}
          <span className="text-fg">{JSON.stringify(preview.value)}</span>
        </>
      )}
    </p>
  );
}

/** Name, kind, source: on one line where there is room for a whole path, the source below where there is not. */
export const rowGrid =
  "grid grid-cols-[minmax(0,1fr)_112px] gap-1 *:nth-3:col-span-2 @lg:grid-cols-[minmax(0,2fr)_112px_minmax(0,3fr)] @lg:*:nth-3:col-span-1";

export function RowFrame({
  children,
  label,
  removeLabel,
  onRemove,
}: {
  children: ReactNode;
  label: string;
  removeLabel: string;
  onRemove: () => void;
}) {
  return (
    <li
      aria-label={label}
      className="relative flex items-start gap-1 border-b focus-within:z-10 px-2 py-2 last:border-b-0"
    >
      <div className="flex min-w-0 flex-1 flex-col gap-1">{children}</div>
      <Button variant="ghost" size="icon-sm" aria-label={removeLabel} title={removeLabel} onClick={onRemove}>
        <X aria-hidden className="size-3.5" />
      </Button>
    </li>
  );
}
