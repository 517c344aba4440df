"use client";
import type { FunctionSummary } from "@annex/contract";
import Link from "next/link";
import { formatCount, formatMs, formatShare } from "@/format/units";
import { cn } from "../ui/cn";
import { Sparkline } from "../ui/sparkline";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";
import { FunctionState } from "./function-state";
import type { FunctionSort, SortKey } from "./sort-functions";

interface FunctionTableProps {
  tenant: string;
  functions: readonly FunctionSummary[];
  sort: FunctionSort;
  onSort: (key: SortKey) => void;
}

const columns: { key: SortKey; label: string; end?: boolean }[] = [
  { key: "name", label: "Function" },
  { key: "state", label: "State" },
  { key: "release", label: "Live release" },
  { key: "deployed", label: "Last deploy" },
  { key: "invocations", label: "Invocations 24 h", end: true },
  { key: "errors", label: "Error rate", end: true },
  { key: "p95", label: "p95", end: true },
];

export function FunctionTable({ tenant, functions, sort, onSort }: FunctionTableProps) {
  return (
    <Table label="Functions">
      <THead>
        <tr>
          {columns.map(({ key, label, end = false }) => (
            <TH key={key} end={end} aria-sort={sort.key === key ? (sort.down ? "descending" : "ascending") : undefined}>
              <button type="button" onClick={() => onSort(key)} className="rounded-sm hover:text-fg">
                {label}
                <span aria-hidden>{sort.key === key ? (sort.down ? " ↓" : " ↑") : ""}</span>
              </button>
            </TH>
          ))}
          <TH className="w-30">Last 24 h</TH>
        </tr>
      </THead>
      <tbody>
        {functions.map((item) => (
          <FunctionRow key={item.id} tenant={tenant} item={item} />
        ))}
      </tbody>
    </Table>
  );
}

function FunctionRow({ tenant, item }: { tenant: string; item: FunctionSummary }) {
  const errorRate = item.invocations24h === 0 ? null : item.errors24h / item.invocations24h;
  const at = `/t/${tenant}/functions/${item.name}`;
  return (
    <TR className="group hover:bg-hover">
      <TD className="max-w-80">
        <Link href={at} className="font-medium group-hover:underline">
          {item.name}
        </Link>
        <span className="ml-2 font-mono text-xs text-faint">{item.runtime}</span>
        {item.description && <p className="truncate text-xs text-faint">{item.description}</p>}
      </TD>
      <TD>
        <FunctionState state={item.state} />
      </TD>
      <TD className={cn(!item.liveRelease && "text-muted")}>
        {item.liveRelease ? `Release ${item.liveRelease.number}` : "Not deployed"}
      </TD>
      <TD className="text-muted">{item.liveRelease ? <Time at={item.liveRelease.deployedAt} /> : "–"}</TD>
      <TD end title={`${item.invocations24h} invocations`}>
        {formatCount(item.invocations24h)}
      </TD>
      <TD end className={cn(errorRate !== null && errorRate > 0 && "text-red")} title={`${item.errors24h} errors`}>
        {errorRate === null ? "–" : formatShare(errorRate)}
      </TD>
      <TD end>{formatMs(item.p95Ms)}</TD>
      <TD>
        <Sparkline
          values={item.sparkline}
          label={`Invocations per hour of the last 24: ${item.invocations24h} in all`}
        />
      </TD>
    </TR>
  );
}
