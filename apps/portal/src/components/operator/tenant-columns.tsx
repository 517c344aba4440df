import type { TenantSummary } from "@annex/contract";
import Link from "next/link";
import type { DataColumn } from "../ui/data-column";
import { metricsColumns } from "./metrics-columns";
import { TenantState } from "./tenant-state";

/** The columns of the table of tenants; a name leads to its tenant and keeps the range. */
export function tenantColumns(range: string): DataColumn<TenantSummary>[] {
  return [
    {
      key: "name",
      label: "Tenant",
      value: ({ name }) => name,
      cell: ({ id, name, slug }) => (
        <>
          <Link
            href={`/operator/tenants/${id}?range=${range}`}
            title={name}
            className="inline-block max-w-40 truncate align-bottom font-medium group-hover:underline md:max-w-72"
          >
            {name}
          </Link>
          <span className="ml-2 font-mono text-xs text-faint">{slug}</span>
        </>
      ),
      always: true,
    },
    { key: "state", label: "State", value: ({ status }) => status, cell: (row) => <TenantState status={row.status} /> },
    { key: "functions", label: "Functions", value: ({ functions }) => functions, end: true },
    ...metricsColumns<TenantSummary>(),
    { key: "cell", label: "Cell", value: ({ cell }) => cell },
  ];
}
