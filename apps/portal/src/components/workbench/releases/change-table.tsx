import type { ReleaseChange, ReleasePart } from "@annex/contract";
import { Table, TD, TH, THead, TR } from "../../ui/table";

const names: Record<ReleasePart, string> = {
  files: "File",
  zip: "Zip",
  language: "Language",
  runtime: "Runtime",
  handler: "Handler",
  memoryMb: "Memory",
  timeoutMs: "Timeout",
  environment: "Environment variable",
  packages: "Package",
  packageLock: "Package, as built",
  egress: "Egress",
  layers: "Layer",
  extensionPointKey: "Extension point",
  parameters: "Parameter",
  outputs: "Output",
};

const units: Partial<Record<ReleasePart, string>> = { memoryMb: " MB", timeoutMs: " ms" };

function shown(value: ReleaseChange["before"], part: ReleasePart): string {
  if (value === null) return "–";
  return `${typeof value === "string" ? value : JSON.stringify(value)}${units[part] ?? ""}`;
}

/** What differs beside the files, line by line. */
export function ChangeTable({ changes }: { changes: readonly ReleaseChange[] }) {
  return (
    <Table label="What differs beside the files">
      <THead>
        <tr>
          <TH>Part</TH>
          <TH>Before</TH>
          <TH>After</TH>
        </tr>
      </THead>
      <tbody>
        {changes.map(({ part, name, before, after }) => (
          <TR key={`${part}:${name}`}>
            <TD>
              {names[part]} {name && <span className="font-mono text-xs">{name}</span>}
            </TD>
            <TD className="font-mono text-xs whitespace-normal break-all text-muted">{shown(before, part)}</TD>
            <TD className="font-mono text-xs whitespace-normal break-all">{shown(after, part)}</TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}
