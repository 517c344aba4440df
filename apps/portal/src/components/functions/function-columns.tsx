import type { FunctionSummary } from "@annex/contract";
import Link from "next/link";
import { formatCount, formatMs, formatShare } from "@/format/units";
import { cn } from "../ui/cn";
import type { DataColumn } from "../ui/data-column";
import { Sparkline } from "../ui/sparkline";
import { Time } from "../ui/time";
import { FunctionState } from "./function-state";

const errorRate = ({ invocations24h, errors24h }: FunctionSummary) =>
  invocations24h === 0 ? null : errors24h / invocations24h;

function NameCell({ tenant, item }: { tenant: string; item: FunctionSummary }) {
  return (
    <div className="max-w-44 sm:max-w-80">
      <Link
        href={`/t/${tenant}/functions/${item.name}`}
        className="font-medium group-hover:underline max-sm:block max-sm:truncate"
      >
        {item.name}
      </Link>
      <span className="ml-2 font-mono max-sm:hidden text-xs text-faint">{item.runtime}</span>
      {item.description && (
        <p className="truncate text-xs text-faint" title={item.description}>
          {item.description}
        </p>
      )}
    </div>
  );
}

/** The columns of the list of functions; the keys of those that sort are the API's. */
export function functionColumns(tenant: string): DataColumn<FunctionSummary>[] {
  return [
    {
      key: "name",
      label: "Function",
      value: ({ name }) => name,
      cell: (item) => <NameCell tenant={tenant} item={item} />,
    },
    {
      ...{ key: "state", label: "State", plain: true, value: ({ state }: FunctionSummary) => state },
      cell: ({ state }) => <FunctionState state={state} />,
    },
    {
      ...{ key: "release", label: "Live release", plain: true },
      value: ({ liveRelease }) => liveRelease?.number ?? null,
      cell: ({ liveRelease }) => (
        <span className={cn(!liveRelease && "text-muted")}>
          {liveRelease ? `Release ${liveRelease.number}` : "Not deployed"}
        </span>
      ),
    },
    {
      ...{
        key: "deployed",
        label: "Last deploy",
        value: ({ liveRelease }: FunctionSummary) => liveRelease?.deployedAt ?? null,
      },
      cell: ({ liveRelease }) => (
        <span className="text-muted">{liveRelease ? <Time at={liveRelease.deployedAt} /> : "–"}</span>
      ),
    },
    {
      ...{ key: "invocations", label: "Invocations 24 h", end: true },
      value: ({ invocations24h }) => invocations24h,
      cell: ({ invocations24h }) => <span title={`${invocations24h} invocations`}>{formatCount(invocations24h)}</span>,
    },
    {
      ...{ key: "errors", label: "Error rate", end: true, value: errorRate },
      cell: (item) => {
        const rate = errorRate(item);
        return (
          <span className={cn(rate !== null && rate > 0 && "text-red")} title={`${item.errors24h} errors`}>
            {rate === null ? "–" : formatShare(rate)}
          </span>
        );
      },
    },
    { key: "p95", label: "p95", end: true, value: ({ p95Ms }) => p95Ms, cell: ({ p95Ms }) => formatMs(p95Ms) },
    {
      ...{ key: "sparkline", label: "Last 24 h", plain: true, value: () => null },
      cell: ({ sparkline, invocations24h }) => (
        <Sparkline values={sparkline} label={`Invocations per hour of the last 24: ${invocations24h} in all`} />
      ),
    },
  ];
}
