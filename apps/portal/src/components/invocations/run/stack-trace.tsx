"use client";
import Link from "next/link";
import { stackFrame } from "./stack-frame";

interface StackTraceProps {
  lines: readonly string[];
  /** Where a place in the code is shown, in the release that failed; null where there is none. */
  hrefOf: ((file: string, line: number) => string) | null;
}

/** A stack, innermost first; each frame of the tenant's own code leads to its line. */
export function StackTrace({ lines, hrefOf }: StackTraceProps) {
  return (
    <ol aria-label="Stack" className="flex flex-col font-mono text-xs leading-6">
      {lines.map((line, index) => {
        const { text, place } = stackFrame(line);
        const key = `${index} ${text}`;
        if (!place || !hrefOf)
          return (
            <li key={key} className="text-muted [overflow-wrap:anywhere]">
              {text}
            </li>
          );
        return (
          <li key={key} className="[overflow-wrap:anywhere]">
            <Link
              href={hrefOf(place.file, place.line)}
              title={`Line ${place.line} of ${place.file}`}
              className="inline-block min-h-6 text-accent-text underline decoration-dotted underline-offset-2 hover:decoration-solid"
            >
              {text}
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
