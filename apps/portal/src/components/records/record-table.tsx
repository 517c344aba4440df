"use client";
import type { PlatformRecord, RecordType } from "@annex/contract";
import { formatClock } from "@/format/time";
import { cn } from "../ui/cn";
import { CopyButton } from "../ui/copy-button";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";
import { fieldValue, inCell } from "./record-text";

interface RecordTableProps {
  type: RecordType;
  records: readonly PlatformRecord[];
  openId: string;
  onOpen: (id: string) => void;
}

const isNumber = (type: string) => type === "number" || type === "integer";

export function RecordTable({ type, records, openId, onOpen }: RecordTableProps) {
  return (
    <Table label={`Records of ${type.name}`}>
      <THead>
        <tr>
          <TH>ID</TH>
          {type.fields.map(({ path, label, type: fieldType }) => (
            <TH key={path} end={isNumber(fieldType)} title={path}>
              {label}
            </TH>
          ))}
          <TH>Updated</TH>
        </tr>
      </THead>
      <tbody>
        {records.map((record) => (
          <TR key={record.id} className={cn("relative hover:bg-hover", record.id === openId && "bg-accent-soft")}>
            <TD>
              <span className="inline-flex items-center gap-1">
                <button
                  type="button"
                  aria-label={`Record ${record.id}`}
                  aria-expanded={record.id === openId}
                  title={record.id}
                  onClick={() => onOpen(record.id)}
                  className="rounded-sm font-mono text-xs after:absolute after:inset-0"
                >
                  {`…${record.id.slice(-8)}`}
                </button>
                <span className="relative z-10">
                  <CopyButton text={record.id} label="Copy record ID" />
                </span>
              </span>
            </TD>
            {type.fields.map(({ path, type: fieldType }) => {
              const text = inCell(fieldValue(record, path));
              return (
                <TD
                  key={path}
                  end={isNumber(fieldType)}
                  title={text}
                  className={cn("max-w-56 truncate", text === "–" && "text-faint")}
                >
                  {fieldType === "date" && text !== "–" ? <DateCell at={text} /> : text}
                </TD>
              );
            })}
            <TD className="text-muted">
              <Time at={record.updatedAt} />
            </TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

function DateCell({ at }: { at: string }) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <>{at}</>;
  return (
    <time dateTime={at}>
      {at.includes("T") ? `${day.format(date)}, ${formatClock(at).slice(0, 5)}` : day.format(date)}
    </time>
  );
}
