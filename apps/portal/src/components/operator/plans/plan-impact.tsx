"use client";
import type { PlanImpact as Impact, LimitUse } from "@annex/contract";
import { formatCount } from "@/format/units";
import { limitLooks } from "../../settings/limit-looks";
import { Notice } from "../../ui/notice";

const mostShown = 8;

function Above({ use }: { use: LimitUse }) {
  const { label, hint, format } = limitLooks[use.key];
  return (
    <>
      {label} {hint}: {format(use.used)}, {format(use.limit)} allowed
    </>
  );
}

/** Who has more than the new limits would let them have, before they are saved. */
export function PlanImpact({ impact }: { impact: Impact }) {
  const { tenants, above } = impact;
  const all = `${formatCount(tenants)} ${tenants === 1 ? "tenant has" : "tenants have"} this plan`;
  if (above.length === 0)
    return (
      <Notice title={`${all}; none is above the new limits`}>
        The change holds for each of them as soon as it is saved.
      </Notice>
    );
  return (
    <Notice
      tone="warning"
      title={`${formatCount(above.length)} of ${formatCount(tenants)} ${tenants === 1 ? "tenant is" : "tenants are"} above the new limits`}
    >
      <p>Nothing that they have is taken away, except what is older than the retention; more is refused.</p>
      <ul className="mt-1 flex flex-col gap-1">
        {above.slice(0, mostShown).map(({ tenantId, tenant, limits }) => (
          <li key={tenantId}>
            <span className="font-medium text-fg">{tenant}</span>
            <ul className="list-disc pl-5">
              {limits.map((use) => (
                <li key={use.key}>
                  <Above use={use} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {above.length > mostShown && <p className="mt-1">and {formatCount(above.length - mostShown)} more.</p>}
    </Notice>
  );
}
