import type { Quotas } from "@annex/contract";
import { Badge } from "../ui/badge";
import { Meter } from "../ui/meter";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { limitLooks } from "./limit-looks";

/** Of the limits that nothing is counted up to: when they bind. */
const checks: Partial<Record<Quotas["limits"][number]["key"], string>> = {
  concurrency: "checked at each call",
  requestsPerSecond: "checked at each call",
  retentionDays: "older ones go within the hour",
};

function Used({ item, format }: { item: Quotas["limits"][number]; format: (value: number) => string }) {
  if (item.used === null)
    return <span className="text-xs text-muted">{checks[item.key] ?? "checked at each deployment"}</span>;
  const share = item.limit === 0 ? 1 : item.used / item.limit;
  return (
    <span className="flex items-center gap-3">
      <Meter label={`${limitLooks[item.key].label} in use`} value={item.used} max={item.limit} className="w-32" />
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
          const { label, hint, format } = limitLooks[item.key];
          return (
            <TR key={item.key}>
              <TD className="whitespace-normal">
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
