import type { ReactNode } from "react";
import { cn } from "./cn";

interface PageProps {
  title: string;
  description?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** For a table of many columns: as wide as the window. */
  wide?: boolean;
  children: ReactNode;
}

/** A page's frame: its one h1, a sentence, its actions, then the content. */
export function Page({ title, description, actions, wide = false, children }: PageProps) {
  return (
    <div className={cn("flex w-full flex-col gap-4 px-4 py-5 md:px-6", !wide && "max-w-7xl")}>
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <h1 className="text-xl font-semibold">{title}</h1>
          {description && <p className="mt-0.5 max-w-3xl text-sm text-pretty text-muted">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
