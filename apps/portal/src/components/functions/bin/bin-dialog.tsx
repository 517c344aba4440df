"use client";
import { binnedFunctionSchema, portalRoutes } from "@annex/contract";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Dialog } from "../../ui/dialog";
import { TableSkeleton } from "../../ui/skeleton";
import { BinnedRow } from "./binned-row";

interface BinDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Deleted functions, for the 30 days in which they can come back. */
export function BinDialog({ open, onOpenChange }: BinDialogProps) {
  const bin = useResource(portalRoutes.bin(), z.array(binnedFunctionSchema), { enabled: open });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Bin"
      description="Deleted functions run nowhere. For 30 days they can be restored with their releases."
      size="lg"
    >
      {bin.isPending && <TableSkeleton label="Loading the bin" rows={3} />}
      {bin.error && (
        <ProblemNotice error={bin.error} title="The bin could not be loaded" onRetry={() => void bin.refetch()} />
      )}
      {bin.data?.length === 0 && <p className="py-8 text-center text-sm text-muted">The bin is empty.</p>}
      {bin.data && bin.data.length > 0 && (
        <ul aria-label="Deleted functions" className="rounded-md border">
          {bin.data.map((item) => (
            <BinnedRow key={item.id} item={item} onRestored={() => onOpenChange(false)} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}
