"use client";
import { portalRoutes, type TenantMove, type TimeRange, tenantMovesSchema } from "@annex/contract";
import { TrendingDown, TrendingUp } from "lucide-react";
import Link from "next/link";
import { useResource } from "@/client/api-provider";
import { formatChange, formatCount, formatShare, formatUsd } from "@/format/units";
import { ProblemNotice } from "../problem-notice";
import { TableSkeleton } from "../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../ui/table";

const share = (value: number | null) => (value === null ? "–" : formatShare(value));

function Pair({ before, now }: { before: string; now: string }) {
  return (
    <span className="whitespace-nowrap">
      <span className="text-muted">
        {before} <span aria-hidden>→</span>
        <span className="sr-only"> before, now </span>
      </span>{" "}
      {now}
    </span>
  );
}

function Move({ move, range }: { move: TenantMove; range: TimeRange }) {
  const { tenantId, name, invocations, invocationsBefore } = move;
  return (
    <TR>
      <TD className="max-w-60 truncate">
        <Link href={`/operator/tenants/${tenantId}?range=${range}`} className="font-medium hover:underline">
          {name}
        </Link>
      </TD>
      <TD end>{formatChange(invocations, invocationsBefore) ?? "new"}</TD>
      <TD end>
        <Pair before={formatCount(invocationsBefore)} now={formatCount(invocations)} />
      </TD>
      <TD end>
        <Pair before={share(move.errorRateBefore)} now={share(move.errorRate)} />
      </TD>
      <TD end>
        <Pair before={formatUsd(move.costUsdBefore)} now={formatUsd(move.costUsd)} />
      </TD>
    </TR>
  );
}

interface MoversProps {
  title: string;
  icon: typeof TrendingUp;
  moves: readonly TenantMove[];
  range: TimeRange;
  empty: string;
}

function Movers({ title, icon: Icon, moves, range, empty }: MoversProps) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h2 className="flex items-center gap-1.5 text-base font-semibold">
        <Icon aria-hidden className="size-4 text-muted" />
        {title}
      </h2>
      {moves.length === 0 ? (
        <p className="rounded-md border px-3 py-4 text-sm text-muted">{empty}</p>
      ) : (
        <Table label={`Table of tenants: ${title.toLowerCase()}`}>
          <THead>
            <tr>
              <TH>Tenant</TH>
              <TH end>Trend</TH>
              <TH end>Invocations</TH>
              <TH end>Error rate</TH>
              <TH end>Cost</TH>
            </tr>
          </THead>
          <tbody>
            {moves.map((move) => (
              <Move key={move.tenantId} move={move} range={range} />
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}

/** Whose use rose and fell the most against as long a time before the range. */
export function TopMovers({ range, interval }: { range: TimeRange; interval: number | false }) {
  const movers = useResource(portalRoutes.operator.movers(), tenantMovesSchema, {
    query: { range },
    refetchInterval: interval,
    keepPrevious: true,
  });
  if (movers.error && !movers.data)
    return (
      <ProblemNotice
        error={movers.error}
        title="The top movers could not be loaded"
        onRetry={() => void movers.refetch()}
      />
    );
  if (!movers.data) return <TableSkeleton label="Loading movers" rows={2} />;
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <Movers
        title="Rising the most"
        icon={TrendingUp}
        moves={movers.data.rising}
        range={range}
        empty="No tenant calls more than in the same time before this range."
      />
      <Movers
        title="Falling the most"
        icon={TrendingDown}
        moves={movers.data.falling}
        range={range}
        empty="No tenant calls less than in the same time before this range."
      />
    </div>
  );
}
