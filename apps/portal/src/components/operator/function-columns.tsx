import type { FunctionMetrics } from "@annex/contract";
import type { DataColumn } from "../ui/data-column";
import { metricsColumns } from "./metrics-columns";

/** The columns of the table of one tenant's functions. */
export const functionColumns: DataColumn<FunctionMetrics>[] = [
  {
    key: "name",
    label: "Function",
    value: ({ name }) => name,
    cell: ({ name }) => <span className="font-medium">{name}</span>,
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
