"use client";
import { cellStatusSchema, portalRoutes } from "@annex/contract";
import { Boxes } from "lucide-react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { LiveToggle } from "../live-toggle";
import { ProblemNotice } from "../problem-notice";
import { EmptyState } from "../ui/empty-state";
import { Page } from "../ui/page";
import { Skeleton } from "../ui/skeleton";
import { useLive } from "../use-live";
import { CellCard } from "./cell-card";

/** Every cell and how it is now. */
export function CellList() {
  const live = useLive(5000);
  const cells = useResource(portalRoutes.operator.cells(), z.array(cellStatusSchema), {
    refetchInterval: live.interval,
  });
  return (
    <Page
      title="Cells"
      description="Accounts that hold nothing but tenants' code. A cell with an endpoint is the embedded engine; one without is AWS."
      actions={<LiveToggle paused={live.paused} onToggle={live.toggle} lost={cells.isError} />}
    >
      {cells.data ? (
        cells.data.length === 0 ? (
          <EmptyState icon={<Boxes />} title="No cells yet">
            Functions run in a cell: an account kept for untrusted code. Starting the stack makes the embedded one.
          </EmptyState>
        ) : (
          <div className="grid gap-4 lg:grid-cols-2">
            {cells.data.map((cell) => (
              <CellCard key={cell.id} cell={cell} />
            ))}
          </div>
        )
      ) : cells.error ? (
        <ProblemNotice error={cells.error} title="The cells could not be loaded" onRetry={() => void cells.refetch()} />
      ) : (
        <div role="status" aria-label="Asking the cells">
          <Skeleton className="h-56 rounded-md lg:w-1/2" />
        </div>
      )}
    </Page>
  );
}
