"use client";
import { type PeriodComparison, periodComparisonSchema, periodQuerySchema, portalRoutes } from "@annex/contract";
import { CalendarRange } from "lucide-react";
import { useMemo } from "react";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { DataTable } from "../../ui/data-table";
import { EmptyState } from "../../ui/empty-state";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Notice } from "../../ui/notice";
import { TableSkeleton } from "../../ui/skeleton";
import { MeasuresTable } from "./measures-table";
import { functionColumns } from "./period-columns";
import { type Periods, periodPresets } from "./period-presets";
import { usePeriods } from "./use-periods";

type FunctionRow = PeriodComparison["functions"][number];
const rowKey = ({ functionId }: FunctionRow) => functionId;
const searchText = ({ name }: FunctionRow) => name ?? "deleted function";

interface DaysProps {
  legend: string;
  from: string;
  to: string;
  latest: string;
  error: string | undefined;
  onDays: (from: string, to: string) => void;
}

function Days({ legend, from, to, latest, error, onDays }: DaysProps) {
  return (
    <fieldset className="flex min-w-0 flex-wrap items-start gap-2">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <Field label="From">
        {(control) => (
          <Input
            {...control}
            type="date"
            max={latest}
            required
            value={from}
            onChange={(event) => event.target.value && onDays(event.target.value, to)}
          />
        )}
      </Field>
      <Field label="To, included" error={error}>
        {(control) => (
          <Input
            {...control}
            type="date"
            max={latest}
            required
            value={to}
            onChange={(event) => event.target.value && onDays(from, event.target.value)}
          />
        )}
      </Field>
    </fieldset>
  );
}

interface ChoiceProps {
  today: string;
  periods: Periods;
  errorOf: (path: string) => string | undefined;
  onPeriods: (periods: Periods) => void;
}

function Choice({ today, periods, errorOf, onPeriods }: ChoiceProps) {
  const { from, to, otherFrom, otherTo } = periods;
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">Often compared</legend>
        {periodPresets(today).map(({ label, periods: preset }) => (
          <Button
            key={label}
            size="sm"
            aria-pressed={JSON.stringify(preset) === JSON.stringify({ from, to, otherFrom, otherTo })}
            className="aria-pressed:bg-pressed"
            onClick={() => onPeriods(preset)}
          >
            {label}
          </Button>
        ))}
      </fieldset>
      <div className="flex flex-wrap gap-x-8 gap-y-3">
        <Days
          legend="Period"
          {...{ from, to, latest: today, error: errorOf("to") }}
          onDays={(first, last) => onPeriods({ ...periods, from: first, to: last })}
        />
        <Days
          legend="Compared with"
          {...{ from: otherFrom, to: otherTo, latest: today, error: errorOf("otherTo") }}
          onDays={(first, last) => onPeriods({ ...periods, otherFrom: first, otherTo: last })}
        />
      </div>
    </div>
  );
}

function Comparison({ data, slug }: { data: PeriodComparison; slug: string }) {
  const columns = useMemo(() => functionColumns(), []);
  const { period, other, functions } = data;
  if (period.totals.invocations === 0 && other.totals.invocations === 0)
    return (
      <EmptyState icon={<CalendarRange />} title="Nothing ran in either period">
        Choose days on which the tenant's functions were invoked; days are kept for years.
      </EmptyState>
    );
  return (
    <>
      {period.days !== other.days && (
        <Notice>
          The periods have {period.days} and {other.days} days: compare what is by day, and shares.
        </Notice>
      )}
      <MeasuresTable period={period} other={other} />
      <h2 className="mt-2 text-base font-semibold">By function</h2>
      <DataTable
        label="Functions of both periods"
        rows={functions}
        columns={columns}
        rowKey={rowKey}
        searchText={searchText}
        defaultSort="-invocations"
        fileName={`${slug}-${period.from}-and-${other.from}`}
        empty="No function ran."
      />
    </>
  );
}

/** Two periods of one's own choice of a tenant, side by side. */
export function TenantPeriods({ tenantId, slug }: { tenantId: string; slug: string }) {
  const { today, periods, set } = usePeriods();
  const checked = periodQuerySchema.safeParse(periods);
  const errorOf = (path: string) => checked.error?.issues.find((issue) => issue.path[0] === path)?.message;
  const comparison = useResource(portalRoutes.operator.tenantPeriods(tenantId), periodComparisonSchema, {
    query: { ...periods },
    keepPrevious: true,
    enabled: checked.success,
  });
  const { data, error } = comparison;
  return (
    <div className="flex flex-col gap-4">
      <Choice today={today} periods={periods} errorOf={errorOf} onPeriods={set} />
      {error && checked.success ? (
        <ProblemNotice
          error={error}
          title="The periods could not be compared"
          onRetry={() => void comparison.refetch()}
        />
      ) : (
        checked.success && !data && <TableSkeleton label="Comparing the periods" />
      )}
      {data && <Comparison data={data} slug={slug} />}
      <p className="text-xs text-faint">
        Whole days of UTC. Today is not over: its last minutes count as they come in.
      </p>
    </div>
  );
}
