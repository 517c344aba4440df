import type { ReactNode } from "react";
import { Mark } from "../shell/rail";

/** The frame of the pages before somebody is signed in. */
export function EntryCard({
  title,
  description,
  children,
}: {
  title: string;
  description?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-panel px-4 pt-[16vh] pb-8">
      <div className="w-full max-w-sm">
        <div className="mb-4 flex items-center gap-2 text-lg font-semibold">
          <Mark /> Annex
        </div>
        <div className="rounded-md border bg-bg p-6">
          <h1 className="text-lg font-semibold">{title}</h1>
          {description && <p className="mt-1 text-sm text-muted">{description}</p>}
          <div className="mt-5">{children}</div>
        </div>
      </div>
    </main>
  );
}
