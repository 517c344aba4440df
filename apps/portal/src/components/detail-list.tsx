import type { ReactNode } from "react";
import { CopyButton } from "./ui/copy-button";

/** Names and values, one pair a line. */
export function DetailList({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[132px_1fr] items-baseline gap-x-3 gap-y-1.5 text-sm">{children}</dl>;
}

interface DetailProps {
  name: string;
  children: ReactNode;
  /** Adds a button that copies this text. */
  copy?: string | undefined;
}

export function Detail({ name, children, copy }: DetailProps) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="flex min-w-0 items-center gap-1 break-words">
        <span className="min-w-0 break-all">{children}</span>
        {copy !== undefined && <CopyButton text={copy} label={`Copy ${name.toLowerCase().replace(/\bid\b/, "ID")}`} />}
      </dd>
    </>
  );
}
