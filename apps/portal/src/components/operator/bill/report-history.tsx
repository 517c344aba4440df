"use client";
import { type CostReport, costReportSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource, useResourceKey } from "@/client/api-provider";
import { formatBytes, formatCount } from "@/format/units";
import { Actor } from "../../actor";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";

const reportsSchema = z.array(costReportSchema);

function ReportRow({ report, onDelete, busy }: { report: CostReport; onDelete: () => void; busy: boolean }) {
  const { month, fileName, sizeBytes, lines, named, sha256, importedAt, importedBy, replacedAt } = report;
  return (
    <TR>
      <TD className="tabular-nums">{month}</TD>
      <TD>
        <span className="inline-flex items-center gap-2">
          <span title={`SHA-256 ${sha256}`}>{fileName}</span>
          {replacedAt && <Badge>replaced</Badge>}
        </span>
      </TD>
      <TD end>{formatBytes(sizeBytes)}</TD>
      <TD end>
        <span title={named > 0 ? `${named} of them known by the Lambda function's name alone` : undefined}>
          {formatCount(lines)}
        </span>
      </TD>
      <TD>
        <Time at={importedAt} />{" "}
        <span className="text-muted">
          by <Actor actor={importedBy} />
        </span>
      </TD>
      <TD end>
        <Button size="sm" variant="ghost" busy={busy} onClick={onDelete} aria-label={`Delete ${fileName} of ${month}`}>
          Delete
        </Button>
      </TD>
    </TR>
  );
}

/** Every import; the file itself is not kept, so that a deleted one can only be imported again. */
export function ReportHistory() {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const { data = [] } = useResource(portalRoutes.operator.costReports(), reportsSchema);
  const remove = useMutation({
    mutationFn: ({ id }: CostReport) => api.send("DELETE", portalRoutes.operator.costReport(id), z.undefined()),
    onSuccess: (_, { month }) => {
      toast.success(`The report of ${month} is deleted`, { description: "Import the file again to have it back." });
      void client.invalidateQueries({ queryKey: key(portalRoutes.operator.costReports()) });
      void client.invalidateQueries({ queryKey: key(portalRoutes.operator.costComparison()) });
    },
    onError: (error) => toast.error("The report was not deleted", { description: error.message }),
  });
  if (data.length === 0) return null;
  return (
    <section aria-label="Imported reports" className="flex flex-col gap-2">
      <h2 className="text-base font-semibold">Imported reports</h2>
      <Table label="Table of imported reports">
        <THead>
          <tr>
            <TH>Month</TH>
            <TH>File</TH>
            <TH end>Size</TH>
            <TH end>Lines</TH>
            <TH>Imported</TH>
            <TH end>
              <span className="sr-only">Actions</span>
            </TH>
          </tr>
        </THead>
        <tbody>
          {data.map((report) => (
            <ReportRow
              key={report.id}
              report={report}
              busy={remove.isPending && remove.variables.id === report.id}
              onDelete={() => remove.mutate(report)}
            />
          ))}
        </tbody>
      </Table>
    </section>
  );
}
