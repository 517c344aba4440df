import type { TenantSummary } from "@annex/contract";
import Link from "next/link";
import type { ReactNode } from "react";
import { Table, TD, TH, THead, TR } from "../ui/table";

interface TopTenantsProps {
  title: string;
  range: string;
  tenants: readonly TenantSummary[];
  columns: readonly { readonly label: string; readonly show: (tenant: TenantSummary) => ReactNode }[];
  /** What to say where no tenant is worth a row. */
  empty: string;
}

/** The few tenants that stand out by one number. */
export function TopTenants({ title, range, tenants, columns, empty }: TopTenantsProps) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h2 className="text-base font-semibold">{title}</h2>
      {tenants.length === 0 ? (
        <p className="rounded-md border px-3 py-4 text-sm text-muted">{empty}</p>
      ) : (
        <Table label={title}>
          <THead>
            <tr>
              <TH>Tenant</TH>
              {columns.map(({ label }) => (
                <TH key={label} end>
                  {label}
                </TH>
              ))}
            </tr>
          </THead>
          <tbody>
            {tenants.map((tenant) => (
              <TR key={tenant.id}>
                <TD className="max-w-60 truncate">
                  <Link href={`/operator/tenants/${tenant.id}?range=${range}`} className="font-medium hover:underline">
                    {tenant.name}
                  </Link>
                </TD>
                {columns.map(({ label, show }) => (
                  <TD key={label} end>
                    {show(tenant)}
                  </TD>
                ))}
              </TR>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}
