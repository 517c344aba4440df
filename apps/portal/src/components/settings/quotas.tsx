"use client";
import { type LimitKey, portalRoutes, quotasSchema, type Quotas as TenantQuotas } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { formatBytes, formatCount, formatMs } from "@/format/units";
import { ProblemNotice } from "../problem-notice";
import { Badge } from "../ui/badge";
import { TableSkeleton } from "../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../ui/table";

const looks: Record<LimitKey, { label: string; hint: string; format: (value: number) => string }> = {
  functions: { label: "Functions", hint: "in the tenant", format: formatCount },
  releases: { label: "Releases", hint: "of one function", format: formatCount },
  memoryMb: { label: "Memory", hint: "of one function", format: (value) => `${value} MB` },
  timeoutMs: { label: "Timeout", hint: "of one invocation", format: formatMs },
  concurrency: { label: "Concurrency", hint: "invocations at once", format: formatCount },
  requestsPerSecond: { label: "Requests", hint: "a second", format: formatCount },
  invocationsPerDay: { label: "Invocations", hint: "a day", format: formatCount },
  spendCentsPerDay: { label: "Spend", hint: "a day", format: (cents) => `${(cents / 100).toFixed(2)} USD` },
  codeBytes: { label: "Code size", hint: "of a release, unpacked, with its layers", format: formatBytes },
};

function Used({ item, format }: { item: TenantQuotas["limits"][number]; format: (value: number) => string }) {
  if (item.used === null) return <span className="text-xs text-muted">checked at each deployment</span>;
  const share = item.limit === 0 ? 1 : item.used / item.limit;
  return (
    <span className="flex items-center gap-3">
      <meter
        aria-label={`${looks[item.key].label} in use`}
        value={Math.min(item.used, item.limit)}
        max={item.limit}
        high={item.limit * 0.8}
        className="h-2 w-32"
      />
      <span className="tabular-nums">{format(item.used)}</span>
      {share >= 0.8 && <Badge tone={share >= 1 ? "red" : "amber"}>{share >= 1 ? "Used up" : "Nearly used up"}</Badge>}
    </span>
  );
}

/** What the tenant may have by its plan, and has. */
export function Quotas() {
  const quotas = useResource(portalRoutes.quotas(), quotasSchema);
  if (quotas.error)
    return (
      <ProblemNotice
        error={quotas.error}
        title="The quotas could not be loaded"
        onRetry={() => void quotas.refetch()}
      />
    );
  if (!quotas.data) return <TableSkeleton label="Loading quotas" rows={6} />;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">
        Plan <span className="font-medium text-fg">{quotas.data.plan.name}</span>. Your operator can change it.
      </p>
      <Table label="Quotas">
        <THead>
          <tr>
            <TH>Quota</TH>
            <TH end>Limit</TH>
            <TH>In use</TH>
          </tr>
        </THead>
        <tbody>
          {quotas.data.limits.map((item) => {
            const { label, hint, format } = looks[item.key];
            return (
              <TR key={item.key}>
                <TD>
                  {label} <span className="text-xs text-muted">{hint}</span>
                </TD>
                <TD end>
                  {format(item.limit)}
                  {item.own && <Badge className="ml-2">own</Badge>}
                </TD>
                <TD>
                  <Used item={item} format={format} />
                </TD>
              </TR>
            );
          })}
        </tbody>
      </Table>
    </div>
  );
}
