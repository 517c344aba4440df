import type { FunctionMetrics } from "@annex/contract";
import Link from "next/link";
import type { DataColumn } from "../ui/data-column";
import { metricsColumns } from "./metrics-columns";

/** The columns of the table of one tenant's functions; a name leads to its function and keeps the range. */
export function functionColumns(tenantId: string, range: string): DataColumn<FunctionMetrics>[] {
  const path = `/operator/tenants/${tenantId}/functions`;
  return [
    {
      key: "name",
      label: "Function",
      value: ({ name }) => name,
      cell: ({ name }) => (
        <Link href={`${path}/${encodeURIComponent(name)}?range=${range}`} className="font-medium group-hover:underline">
          {name}
        </Link>
      ),
      always: true,
    },
    {
      key: "release",
      label: "Live release",
      value: ({ liveReleaseNumber }) => liveReleaseNumber,
      cell: ({ liveReleaseNumber: number }) =>
        number === null ? <span className="text-muted">Not deployed</span> : `Release ${number}`,
    },
    ...metricsColumns<FunctionMetrics>(),
  ];
}
