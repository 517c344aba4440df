import { cn } from "./cn";
import { CopyButton } from "./copy-button";

interface CodeBlockProps {
  title: string;
  code: string;
  /** Breaks long lines: for data. Commands keep theirs, and scroll. */
  wrap?: boolean;
  /** Why there is no code, where there is none. */
  missing?: string | undefined;
}

/** Code or data under its name, to read and to copy whole. */
export function CodeBlock({ title, code, wrap = false, missing }: CodeBlockProps) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col rounded-md border bg-panel">
      <header className="flex h-8 shrink-0 items-center justify-between border-b pr-1 pl-3">
        <h3 className="text-xs font-medium text-muted">{title}</h3>
        {!missing && <CopyButton text={code} label={`Copy ${title.toLowerCase()}`} />}
      </header>
      {missing ? (
        <p className="px-3 py-2 text-sm text-muted">{missing}</p>
      ) : (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
          tabIndex={0}
          className={cn(
            "max-h-72 overflow-auto px-3 py-2 font-mono text-xs leading-5",
            wrap && "break-words whitespace-pre-wrap",
          )}
        >
          {code}
        </pre>
      )}
    </section>
  );
}

/** A value as JSON. */
export function JsonBlock({
  value,
  missing,
  ...props
}: Pick<CodeBlockProps, "title" | "missing"> & { value: unknown }) {
  return <CodeBlock wrap code={missing ? "" : JSON.stringify(value, null, 2)} missing={missing} {...props} />;
}
