"use client";
import type { PlatformRecord, RecordType } from "@annex/contract";
import { formatExact } from "@/format/time";
import { Detail, DetailList } from "../detail-list";
import { CopyButton } from "../ui/copy-button";
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
          <RecordJson data={record.data} />
        </>
      )}
    </Sheet>
  );
}

function RecordJson({ data }: { data: PlatformRecord["data"] }) {
  const text = JSON.stringify(data, null, 2);
  return (
    <section aria-label="Data as JSON" className="relative rounded-md border bg-panel">
      <div className="absolute top-1 right-1">
        <CopyButton text={text} label="Copy JSON" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1) */}
      <pre tabIndex={0} className="overflow-x-auto p-3 pr-10 font-mono text-xs">
        {text}
      </pre>
    </section>
  );
}
