"use client";
import type { Difference, Replay } from "@annex/contract";
import { CircleCheck, GitCompare } from "lucide-react";
import { JsonBlock } from "../ui/code-block";
import { Notice } from "../ui/notice";
import { Table, TD, TH, THead, TR } from "../ui/table";

const kinds: Record<Difference["kind"], string> = { added: "Added", removed: "Removed", changed: "Changed" };

function Value({ value }: { value: unknown }) {
  if (value === undefined) return <span className="text-faint">nothing</span>;
  return <code className="font-mono text-xs break-all">{JSON.stringify(value)}</code>;
}

function ranWith({ target, replayed }: Replay): string {
  if (target.kind === "draft") return "the draft";
  return replayed?.releaseNumber ? `release ${replayed.releaseNumber}` : "the release";
}

/** Where a replay's outcome, event, output and fields differ from those of the invocation. */
export function ReplayResult({ replay }: { replay: Replay }) {
  const { replayed, differences, more } = replay;
  if (!replayed)
    return (
      <Notice tone="warning" title="What came of it is not kept any more">
        Replay it again.
      </Notice>
    );
  const { error, output } = replayed;
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-center gap-2 text-sm font-medium">
        {differences.length === 0 ? (
          <CircleCheck aria-hidden className="size-4 text-green" />
        ) : (
          <GitCompare aria-hidden className="size-4 text-amber" />
        )}
        {differences.length === 0
          ? `The same with ${ranWith(replay)}`
          : `${differences.length}${more ? " and more" : ""} ${differences.length === 1 ? "difference" : "differences"} with ${ranWith(replay)}`}
      </p>
      {error && (
        <Notice tone="error" title={<span className="font-mono">{error.type}</span>}>
          <p className="font-mono text-xs whitespace-pre-wrap">{error.message}</p>
        </Notice>
      )}
      {differences.length > 0 && (
        <Table label="Differences">
          <THead>
            <tr>
              <TH>Where</TH>
              <TH>What</TH>
              <TH>Then</TH>
              <TH>Now</TH>
            </tr>
          </THead>
          <tbody>
            {differences.map(({ path, kind, before, after }) => (
              <TR key={path}>
                <TD className="font-mono text-xs">{path}</TD>
                <TD>{kinds[kind]}</TD>
                <TD>
                  <Value value={before} />
                </TD>
                <TD>
                  <Value value={after} />
                </TD>
              </TR>
            ))}
          </tbody>
        </Table>
      )}
      {!error && <JsonBlock title="Output now" value={output} />}
    </div>
  );
}
