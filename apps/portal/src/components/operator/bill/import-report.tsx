"use client";
import { type CostReport, costReportLimits, costReportSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { formatBytes, formatCount } from "@/format/units";
import { ProblemNotice } from "../../problem-notice";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { monthName } from "../month-picker";

/** A report's parts as one file: AWS writes each with its heading row, and they are read so. */
function asOne(files: readonly File[]): File {
  const [first, ...more] = files;
  const name = more.length === 0 ? (first?.name ?? "") : `${first?.name} and ${more.length} more`;
  return new File([...files], name, { type: "application/octet-stream" });
}

interface ImportReportProps {
  onImported: (report: CostReport) => void;
  onClose: () => void;
}

/** Takes a month's cost-and-usage report, in one file or in its parts. Mount it while it is open. */
export function ImportReport({ onImported, onClose }: ImportReportProps) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const [files, setFiles] = useState<readonly File[]>([]);
  const upload = useMutation({
    mutationFn: () => api.upload(portalRoutes.operator.costReports(), costReportSchema, asOne(files)),
    onSuccess: (report) => {
      toast.success(`The report of ${monthName(report.month)} is there`, {
        description: `${formatCount(report.lines)} lines. A report of the same month that was there before is replaced.`,
      });
      void client.invalidateQueries({ queryKey: key(portalRoutes.operator.costReports()) });
      void client.invalidateQueries({ queryKey: key(portalRoutes.operator.costComparison()) });
      onImported(report);
    },
  });
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return (
    <FormDialog
      title="Import a cost-and-usage report"
      description="CSV or CSV.gz of one month as AWS exports it: legacy, or CUR 2.0. Parts of one report are chosen together."
      verb="Import"
      disabled={files.length === 0 || size > costReportLimits.fileBytes}
      busy={upload.isPending}
      onSubmit={() => upload.mutate()}
      onClose={onClose}
    >
      {upload.error && <ProblemNotice error={upload.error} title="The report was not imported" />}
      <Field
        label="Report"
        hint={
          files.length === 0
            ? "Not Parquet: choose text/csv with GZIP in the export."
            : `${files.map(({ name }) => name).join(", ")}: ${formatBytes(size)}`
        }
        error={size > costReportLimits.fileBytes ? "At most 256 MB. Import it as CSV.gz." : undefined}
      >
        {(control) => (
          <input
            {...control}
            type="file"
            multiple
            accept=".csv,.gz,text/csv,application/gzip"
            required
            className="max-w-full text-sm file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-bg file:px-3 file:text-sm file:font-medium file:text-fg hover:file:bg-hover"
            onChange={(event) =>
              setFiles([...(event.target.files ?? [])].toSorted((a, b) => a.name.localeCompare(b.name)))
            }
          />
        )}
      </Field>
      <p className="text-sm text-muted">
        In AWS: Billing, Data Exports, with resource IDs, and <code>tenant</code> and <code>function</code> made cost
        allocation tags. What is kept are sums by usage type, tenant and function.
      </p>
    </FormDialog>
  );
}
