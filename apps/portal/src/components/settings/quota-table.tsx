import type { LimitKey, Quotas } from "@annex/contract";
import { formatBytes, formatCount, formatMs } from "@/format/units";
import { Badge } from "../ui/badge";
import { Meter } from "../ui/meter";
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
  retentionDays: { label: "Retention", hint: "of invocations and log lines", format: (days) => `${days} days` },
  codeBytes: { label: "Code size", hint: "of a release, unpacked, with its layers", format: formatBytes },
};

function Used({ item, format }: { item: Quotas["limits"][number]; format: (value: number) => string }) {
  if (item.used === null)
    return (
      <span className="text-xs text-muted">
        {item.key === "retentionDays" ? "older ones go within the hour" : "checked at each deployment"}
      </span>
    );
  const share = item.limit === 0 ? 1 : item.used / item.limit;
  return (
    <span className="flex items-center gap-3">
      <Meter label={`${looks[item.key].label} in use`} value={item.used} max={item.limit} className="w-32" />
      <span className="tabular-nums">{format(item.used)}</span>
      {share >= 0.8 && <Badge tone={share >= 1 ? "red" : "amber"}>{share >= 1 ? "Used up" : "Nearly used up"}</Badge>}
    </span>
  );
}

/** Each quota, and how much of it is in use. */
export function QuotaTable({ quotas }: { quotas: Quotas }) {
  return (
    <Table label="Quotas">
      <THead>
        <tr>
          <TH>Quota</TH>
          <TH end>Limit</TH>
          <TH>In use</TH>
        </tr>
      </THead>
      <tbody>
        {quotas.limits.map((item) => {
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
  );
}
