"use client";
import type { Mismatch } from "@annex/contract";
import { TextDiff } from "../../editor/text-diff";

const titles: Readonly<Record<string, string>> = {
  status: "Status",
  fields: "Fields that would be set",
  output: "Output",
  errorType: "Type of the error",
};

function asText(value: Mismatch["actual"]): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** Where a test came to something else: what was expected beside what came. */
export function MismatchList({ mismatches }: { mismatches: readonly Mismatch[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {mismatches.map(({ at, expected, actual }) => {
        const [before, after] = [asText(expected), asText(actual)];
        const isShort = !`${before}${after}`.includes("\n");
        return (
          <li key={at}>
            <p className="mb-1 text-xs font-medium">{titles[at] ?? at}</p>
            {isShort ? (
              <p className="font-mono text-xs break-words">
                expected <span className="text-green">{before}</span>, came <span className="text-red">{after}</span>
              </p>
            ) : (
              <div className="h-44 overflow-hidden rounded-md border">
                <TextDiff path="result.json" original={before} modified={after} inline />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
