"use client";
import { type Cell, cellStatusSchema, portalRoutes } from "@annex/contract";
import { Boxes } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { isLost } from "@/client/is-lost";
import { LiveToggle } from "../../live-toggle";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Page } from "../../ui/page";
import { Skeleton } from "../../ui/skeleton";
import { useLive } from "../../use-live";
import { CellCard } from "./cell-card";
import { CreateCell } from "./create-cell";
import { SetUpCell } from "./set-up-cell";

/** Every cell and how it is now. */
export function CellList() {
  const live = useLive(5000);
  const [creating, setCreating] = useState(false);
  const [settingUp, setSettingUp] = useState<Cell | null>(null);
  const cells = useResource(portalRoutes.operator.cells(), z.array(cellStatusSchema), {
    refetchInterval: live.interval,
  });
  return (
    <Page
      title="Cells"
      description="Accounts that hold nothing but tenants' code. A cell with an endpoint is the embedded engine; one without is AWS."
      actions={
        <>
          <LiveToggle paused={live.paused} onToggle={live.toggle} lost={isLost(cells)} />
          <Button variant="primary" onClick={() => setCreating(true)}>
            Create cell
          </Button>
        </>
      }
    >
      {cells.data ? (
        cells.data.length === 0 ? (
          <EmptyState icon={<Boxes />} title="No cells yet">
            Functions run in a cell: an account kept for untrusted code. Starting the stack makes the embedded one.
          </EmptyState>
        ) : (
          <div className="grid gap-4 lg:grid-cols-2">
            {cells.data.map((cell) => (
              <CellCard key={cell.id} cell={cell} onSetUp={() => setSettingUp(cell)} />
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
      {creating && <CreateCell onCreated={setSettingUp} onClose={() => setCreating(false)} />}
      {settingUp && <SetUpCell key={settingUp.id} cell={settingUp} onClose={() => setSettingUp(null)} />}
    </Page>
  );
}
