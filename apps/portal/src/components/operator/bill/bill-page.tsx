"use client";
import {
  type BilledUsage,
  type ComparedCost,
  type CostComparison,
  costComparisonSchema,
  portalRoutes,
} from "@annex/contract";
import { ReceiptText } from "lucide-react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { formatExact } from "@/format/time";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import { DataTable } from "../../ui/data-table";
import { EmptyState } from "../../ui/empty-state";
import { Figure, Figures } from "../../ui/figures";
import { Page } from "../../ui/page";
import { Skeleton, TableSkeleton } from "../../ui/skeleton";
import { signedUsd } from "../money";
import { MonthPicker, monthAfter, monthName } from "../month-picker";
import { billColumns, usageColumns } from "./bill-columns";
import { Difference } from "./difference";
import { ImportReport } from "./import-report";
import { ReportHistory } from "./report-history";
import { WhyTheyDiffer } from "./why-they-differ";

const viewSchema = z.enum(["tenant", "function", "usage"]);
type View = z.infer<typeof viewSchema>;
const viewNames: Readonly<Record<View, string>> = { tenant: "Tenant", function: "Function", usage: "Usage type" };

const rowKey = ({ key }: { key: string }) => key;
const comparedText = ({ tenant, functionName, kind }: ComparedCost) => [tenant, functionName, kind].join(" ");
const usageText = ({ service, usageType, lineType }: BilledUsage) => [service, usageType, lineType].join(" ");

function Totals({ data }: { data: CostComparison }) {
  const { estimateUsd, billedUsd, otherUsd, adjustmentsUsd } = data;
  const differenceUsd = billedUsd - estimateUsd;
  const total = { differenceUsd, differenceShare: estimateUsd === 0 ? null : differenceUsd / estimateUsd };
  return (
    <Figures label="The month">
      <Figure name="Estimate" value={signedUsd(estimateUsd)} exact={`USD ${estimateUsd.toFixed(9)}`} />
      <Figure name="Billed of the same" value={signedUsd(billedUsd)} exact={`USD ${billedUsd.toFixed(9)}`} />
      <Figure name="Difference" value={<Difference row={total} withShare />} />
      <Figure name="Other usage" value={signedUsd(otherUsd)} exact={`USD ${otherUsd.toFixed(9)}`} />
      <Figure name="Credits, fees, tax" value={signedUsd(adjustmentsUsd)} exact={`USD ${adjustmentsUsd.toFixed(9)}`} />
    </Figures>
  );
}

function ViewSwitch({ view, onView }: { view: View; onView: (view: View) => void }) {
  return (
    <fieldset className="flex h-7 w-fit overflow-hidden rounded-md border border-line-strong">
      <legend className="sr-only">Group by</legend>
      {viewSchema.options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === view}
          onClick={() => onView(option)}
          className={cn(
            "border-r border-line-strong px-2.5 text-sm last:border-r-0 focus-visible:-outline-offset-2",
            option === view ? "bg-pressed font-medium text-fg" : "text-muted hover:bg-hover",
          )}
        >
          {viewNames[option]}
        </button>
      ))}
    </fieldset>
  );
}

function Comparison({ data, view }: { data: CostComparison; view: View }) {
  if (view === "usage")
    return (
      <DataTable
        key="usage"
        label="The bill by usage type"
        rows={data.usage}
        columns={usageColumns}
        rowKey={rowKey}
        searchText={usageText}
        defaultSort="-billed"
        fileName={`bill-${data.month}-by-usage-type`}
        empty="The report has no line."
      />
    );
  return (
    <DataTable
      key={view}
      label={`Estimate and bill by ${view}`}
      rows={data.rows}
      columns={billColumns[view]}
      rowKey={rowKey}
      searchText={comparedText}
      defaultSort="-billed"
      fileName={`bill-${data.month}-by-${view}`}
      empty="Nothing ran and nothing is billed in this month."
    />
  );
}

interface ContentProps {
  data: CostComparison;
  view: View;
  onView: (view: View) => void;
  onImport: () => void;
}

function Content({ data, view, onView, onImport }: ContentProps) {
  const { report, month } = data;
  if (!report)
    return (
      <EmptyState
        icon={<ReceiptText />}
        title={`No report of ${monthName(month)}`}
        action={
          <Button variant="primary" onClick={onImport}>
            Import report
          </Button>
        }
      >
        Import AWS's cost-and-usage report of the month, and what each tenant is billed stands beside what the platform
        reckoned.
      </EmptyState>
    );
  return (
    <>
      <Totals data={data} />
      <ViewSwitch view={view} onView={onView} />
      <Comparison data={data} view={view} />
      <p className="text-xs text-faint">
        {report.fileName}
        {report.billedUntil && `, usage up to ${formatExact(report.billedUntil)}`}. Difference: the bill less the
        estimate; amber from a cent and 10 % on.
      </p>
    </>
  );
}

function useView() {
  const [text, setView] = useUrlState("by", "tenant");
  const parsed = viewSchema.safeParse(text);
  return { view: parsed.success ? parsed.data : "tenant", setView } as const;
}

/** A month's estimate beside what AWS bills: by tenant, by function, and what the bill is made of. */
export function BillPage() {
  const current = new Date().toISOString().slice(0, 7);
  const [month, setMonth] = useUrlState("month", monthAfter(current, -1), { push: true });
  const [importing, setImporting] = useUrlState("import", "");
  const { view, setView } = useView();
  const comparison = useResource(portalRoutes.operator.costComparison(), costComparisonSchema, {
    query: { month, by: view === "function" ? "function" : "tenant" },
    keepPrevious: true,
  });
  const { data, error } = comparison;
  const openImport = () => setImporting("yes");
  return (
    <Page
      title="Estimate and bill"
      description="What the platform reckoned each tenant's invocations cost, beside what AWS bills for them."
      actions={
        <>
          <Button onClick={openImport}>Import report</Button>
          <MonthPicker month={month} current={current} onMonth={setMonth} />
        </>
      }
    >
      {data ? (
        <Content data={data} view={view} onView={setView} onImport={openImport} />
      ) : error ? (
        <ProblemNotice
          error={error}
          title="The comparison could not be loaded"
          onRetry={() => void comparison.refetch()}
        />
      ) : (
        <>
          <Skeleton className="h-[66px] rounded-md" />
          <TableSkeleton label="Loading the comparison" />
        </>
      )}
      <ReportHistory />
      <WhyTheyDiffer />
      {importing !== "" && (
        <ImportReport
          onClose={() => setImporting("")}
          onImported={(report) => {
            setImporting("");
            setMonth(report.month);
          }}
        />
      )}
    </Page>
  );
}
