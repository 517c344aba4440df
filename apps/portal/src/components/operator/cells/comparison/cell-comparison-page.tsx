"use client";
import { type CellComparison, cellComparisonSchema, portalRoutes } from "@annex/contract";
import { useMutation } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useApi, useResource } from "@/client/api-provider";
import { formatCount } from "@/format/units";
import { LoadFailure } from "../../../load-failure";
import { ProblemNotice } from "../../../problem-notice";
import { Button } from "../../../ui/button";
import { EmptyState } from "../../../ui/empty-state";
import { Notice } from "../../../ui/notice";
import { Page } from "../../../ui/page";
import { Skeleton } from "../../../ui/skeleton";
import { Time } from "../../../ui/time";
import { FunctionsTable } from "./functions-table";
import { HoursTable } from "./hours-table";
import { WhyTheyDiffer } from "./why-they-differ";

const askedEveryMs = 1000;

function Content({ data }: { data: CellComparison }) {
  const { hours, functions, agreeing, differing, comparedAt, error } = data;
  return (
    <>
      {error && (
        <Notice tone="error" title="CloudWatch could not be asked">
          {error}
          {/not authorized|AccessDenied/i.test(error) && " The author role of the cell needs cloudwatch:GetMetricData."}
        </Notice>
      )}
      {hours.length === 0 ? (
        <EmptyState icon={<Scale />} title={comparedAt ? "Nothing ran in the last day" : "Not compared yet"}>
          The worker asks CloudWatch once an hour what it counted of the cell, and lays it beside the ledger.
        </EmptyState>
      ) : (
        <>
          <section aria-label="By hour" className="flex flex-col gap-2">
            <h2 className="text-base font-semibold">By hour</h2>
            <HoursTable hours={hours} />
          </section>
          <section aria-label="Differences by function" className="flex flex-col gap-2">
            <h2 className="text-base font-semibold">Differences by function</h2>
            <p className="text-sm text-muted">
              {formatCount(agreeing)} of {formatCount(agreeing + differing)} hours of functions agree in every number.
              {differing > functions.length && ` The largest ${functions.length} differences are shown.`}
            </p>
            {functions.length > 0 && <FunctionsTable rows={functions} />}
          </section>
        </>
      )}
      <WhyTheyDiffer />
    </>
  );
}

/** CloudWatch's metrics of a cell beside the ledger's, for the last day. */
export function CellComparisonPage({ id }: { id: string }) {
  const api = useApi();
  const route = portalRoutes.operator.cellComparison(id);
  // when it was compared before it was asked for anew; until that changes or fails, the page looks each second
  const [asked, setAsked] = useState<{ readonly before: string | null } | null>(null);
  const waitsFor = (data?: CellComparison) =>
    asked !== null && data !== undefined && data.error === null && data.comparedAt === asked.before;
  const comparison = useResource(route, cellComparisonSchema, {
    refetchInterval: ({ state }) => waitsFor(state.data) && askedEveryMs,
  });
  const ask = useMutation({
    mutationFn: () => api.send("POST", route, z.undefined()),
    onSuccess: async () => {
      setAsked({ before: comparison.data?.comparedAt ?? null });
      await comparison.refetch();
    },
  });
  const { data } = comparison;
  const waits = waitsFor(data);
  return (
    <Page
      title={data ? `${data.cell.name}: CloudWatch beside the ledger` : "CloudWatch beside the ledger"}
      description={
        <>
          What AWS counted of this cell's functions in the last 24 hours, and how far the ledger is from it.
          {data?.comparedAt && (
            <>
              {" "}
              Compared <Time at={data.comparedAt} />.
            </>
          )}
        </>
      }
      actions={
        <Button onClick={() => ask.mutate()} disabled={!data || ask.isPending || waits}>
          {waits ? "Asking CloudWatch" : "Compare now"}
        </Button>
      }
    >
      {ask.error && <ProblemNotice error={ask.error} title="CloudWatch was not asked" />}
      {data ? (
        <Content data={data} />
      ) : comparison.error ? (
        <LoadFailure
          error={comparison.error}
          what="cell"
          all={{ href: "/operator/cells", label: "All cells" }}
          onRetry={() => void comparison.refetch()}
        />
      ) : (
        <div role="status" aria-label="Loading the comparison">
          <Skeleton className="h-72 rounded-md" />
        </div>
      )}
    </Page>
  );
}
