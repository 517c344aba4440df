"use client";
import { TestEventPicker } from "../test/test-event-picker";
import { useWorkbench } from "../workbench-context";
import { FieldList } from "./field-list";
import { MappingEditor } from "./mapping-editor";

/** The field mapping with both its sides: parameters and outputs to the left, the record's fields to the right. */
export function MappingTab() {
  const { detail } = useWorkbench();
  return (
    <div className="grid w-full max-w-7xl gap-8 p-4 md:p-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,440px)]">
      <MappingEditor />
      {detail.extensionPoint && (
        <aside aria-label="Fields of the record" className="flex flex-col gap-5">
          <TestEventPicker />
          <FieldList />
        </aside>
      )}
    </div>
  );
}
