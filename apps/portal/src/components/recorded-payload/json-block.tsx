import { CopyButton } from "../ui/copy-button";

interface JsonBlockProps {
  title: string;
  value: unknown;
  /** Why there is nothing, where there is nothing. */
  missing?: string | undefined;
}

const blockClasses = "max-h-72 overflow-auto px-3 py-2 font-mono text-xs whitespace-pre-wrap break-words";

/** A part of a payload under its name. */
export function JsonBlock({ title, value, missing }: JsonBlockProps) {
  const text = JSON.stringify(value, null, 2);
  return (
    <section aria-label={title} className="flex min-w-0 flex-col rounded-md border">
      <header className="flex h-8 items-center justify-between border-b px-3">
        <h3 className="text-xs font-medium text-muted">{title}</h3>
        {!missing && <CopyButton text={text} label={`Copy ${title.toLowerCase()}`} />}
      </header>
      {missing ? (
        <p className="px-3 py-2 text-sm text-muted">{missing}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        <pre tabIndex={0} className={blockClasses}>
          {text}
        </pre>
      )}
    </section>
  );
}
