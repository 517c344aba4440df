"use client";
import { RecordEditor } from "../test/record-editor";
import { TestEventPicker } from "../test/test-event-picker";
import { useWorkbench } from "../workbench-context";
import { MappingEditor } from "./mapping-editor";

export function MappingTab() {
  const { test } = useWorkbench();
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-6 p-4 md:p-6 xl:grid-cols-[minmax(0,1fr)_320px]">
      <MappingEditor />
      <aside aria-label="Sample" className="flex flex-col gap-4">
        <TestEventPicker />
        <RecordEditor record={test.record} onChange={(record) => test.setRecord(record, test.eventName)} />
      </aside>
    </div>
  );
}
