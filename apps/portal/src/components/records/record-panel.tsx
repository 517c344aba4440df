"use client";
import type { PlatformRecord, RecordType } from "@annex/contract";
import { formatExact } from "@/format/time";
import { Detail, DetailList } from "../detail-list";
import { JsonBlock } from "../ui/code-block";
import { Sheet } from "../ui/sheet";

interface RecordPanelProps {
  type: RecordType;
  record: PlatformRecord | undefined;
  onClose: () => void;
}

/** One record: what identifies it, then its data as the platform API answers it. */
export function RecordPanel({ type, record, onClose }: RecordPanelProps) {
  return (
    <Sheet open={record !== undefined} onOpenChange={(open) => open || onClose()} title={`Record of ${type.name}`}>
      {record && (
        <>
          <DetailList>
            <Detail name="ID" copy={record.id}>
              <span className="font-mono text-xs">{record.id}</span>
            </Detail>
            <Detail name="Version">{record.version}</Detail>
            <Detail name="Created">{formatExact(record.createdAt)}</Detail>
            <Detail name="Updated">{formatExact(record.updatedAt)}</Detail>
          </DetailList>
          <JsonBlock title="Data" value={record.data} />
        </>
      )}
    </Sheet>
  );
}
