import type { ExtensionPoint, Field } from "@annex/contract";
import type { ReactNode } from "react";
import { formatMs } from "@/format/units";
import { Badge } from "../../ui/badge";

function Fields({ title, fields, none }: { title: string; fields: readonly Field[]; none: string }) {
  return (
    <div className="min-w-0">
      <h3 className="text-xs text-muted">{title}</h3>
      {fields.length === 0 ? (
        <p className="mt-1 text-sm text-muted">{none}</p>
      ) : (
        <ul className="mt-1 flex flex-col gap-0.5 text-sm">
          {fields.map(({ path, type, label }) => (
            <li key={path} className="flex flex-wrap items-baseline gap-x-2" title={label}>
              <code className="font-mono text-xs break-all">{path}</code>
              <span className="text-xs text-faint">{type}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface ExtensionPointCardProps {
  point: ExtensionPoint;
  /** At the right of the key. */
  action?: ReactNode;
  children?: ReactNode;
}

/** An extension point with its contract spelled out; `children` stand under it, such as who is bound there. */
export function ExtensionPointCard({ point, action, children }: ExtensionPointCardProps) {
  return (
    <section aria-label={point.key} className="flex min-w-0 flex-col gap-3 rounded-md border p-4">
      <div>
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="font-mono text-sm font-semibold break-all">{point.key}</h2>
          <Badge>{point.recordTypeKey}</Badge>
          {action && <div className="ml-auto">{action}</div>}
        </div>
        <p className="mt-0.5 text-sm">{point.name}</p>
        {point.description && <p className="text-sm text-muted">{point.description}</p>}
      </div>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Fields title="A function may read" fields={point.inputs} none="Nothing" />
        <Fields title="A function may set" fields={point.outputs} none="Nothing: it is only told" />
      </div>
      {children}
      <p className="mt-auto border-t pt-3 text-xs text-muted">
        At most {formatMs(point.timeoutMs)}.{" "}
        {point.failureMode === "open"
          ? "When a function fails, the product goes on without its fields."
          : "When a function fails, the call fails."}
      </p>
    </section>
  );
}
