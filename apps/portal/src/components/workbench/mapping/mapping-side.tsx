import type { ReactNode } from "react";

interface MappingSideProps {
  title: string;
  hint: string;
  add: ReactNode;
  children: ReactNode;
}

/** One list of the mapping with its heading and its way to add. */
export function MappingSide({ title, hint, add, children }: MappingSideProps) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <div className="flex items-end justify-between gap-2">
        <div>
          <h2 className="text-sm font-medium">{title}</h2>
          <p className="text-xs text-faint">{hint}</p>
        </div>
        {add}
      </div>
      {children}
    </section>
  );
}

export function NothingMapped({ children }: { children: ReactNode }) {
  return (
    <p className="rounded-md border border-dashed border-line-strong p-3 text-center text-xs text-muted">{children}</p>
  );
}
