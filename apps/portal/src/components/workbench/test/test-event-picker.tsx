"use client";
import { type PlatformRecord, portalRoutes, recordedRunSchema } from "@annex/contract";
import { Save, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { useMayChange } from "@/client/may-change";
import { formatExact } from "@/format/time";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Popover } from "../../ui/popover";
import { Select } from "../../ui/select";
import { fieldsOf, inventedRecord } from "../use-test";
import { useWorkbench } from "../workbench-context";
import { RecordedEvents } from "./recorded-events";
import { useTestEvents } from "./use-test-events";

const unsaved = "(unsaved)";
const invented = "(invented)";

/** What a person knows a record by: its first text, such as a number or a name. */
function titleOf({ id, data }: PlatformRecord): string {
  return Object.values(data).find((value) => typeof value === "string") ?? id;
}

/** Chooses among the saved test events, real records and one made from the schema; saves and deletes events. */
export function TestEventPicker() {
  const { detail, test } = useWorkbench();
  const { save, saveRecorded, remove } = useTestEvents();
  const recorded = useResource(portalRoutes.recordedRuns(detail.name), z.array(recordedRunSchema));
  // choosing one saves it
  const runs = useMayChange() ? (recorded.data ?? []).slice(0, 5) : [];
  const [name, setName] = useState("");
  const { event: current, records } = test;
  const inputs = detail.extensionPoint?.inputs ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim() || current?.name;
    if (wanted) save.mutate({ name: wanted, record: test.record });
  };
  const choose = (value: string) => {
    const event = test.events.find((candidate) => `event:${candidate.id}` === value);
    const record = records.find((candidate) => `record:${candidate.id}` === value);
    const run = runs.find(({ invocationId, attempt }) => `run:${invocationId}:${attempt}` === value);
    if (run) saveRecorded.mutate(run);
    else if (event) test.setRecord(event.record, event.name);
    else if (record) test.setRecord(fieldsOf(record.data, inputs));
    else if (value === invented) test.setRecord(inventedRecord(inputs));
  };
  const options = [
    ...(current ? [] : [{ value: unsaved, label: test.eventName === null ? "Not saved" : test.eventName }]),
    ...test.events.map(({ id, name: label, expected }) => ({
      value: `event:${id}`,
      label,
      note: expected ? "saved, with a result" : "saved",
    })),
    ...runs.map(({ invocationId, attempt, recordedAt, outcome }) => ({
      value: `run:${invocationId}:${attempt}`,
      label: `Invocation of ${formatExact(recordedAt)}`,
      note: outcome === "success" ? "recorded" : "recorded, failed",
    })),
    ...records
      .slice(0, 10)
      .map((record) => ({ value: `record:${record.id}`, label: titleOf(record), note: "real record" })),
    ...(inputs.length > 0 ? [{ value: invented, label: "Made from the fields", note: "sample values" }] : []),
  ];
  return (
    <div className="flex items-end gap-1">
      <Field label="Test event" className="min-w-0 flex-1">
        {(control) => (
          <Select
            {...control}
            value={current ? `event:${current.id}` : unsaved}
            options={options}
            onValueChange={choose}
          />
        )}
      </Field>
      <RecordedEvents />
      <Popover
        label="Save test event"
        align="end"
        trigger={
          <Button changes variant="ghost" size="icon" aria-label="Save test event" title="Save test event">
            <Save aria-hidden className="size-4" />
          </Button>
        }
      >
        <form onSubmit={submit} className="flex flex-col gap-3">
          <Field label="Name" hint="An event of that name is replaced. Colleagues see it too.">
            {(control) => (
              <Input
                {...control}
                maxLength={80}
                placeholder={current?.name ?? "High total"}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" variant="primary" busy={save.isPending}>
            Save
          </Button>
        </form>
      </Popover>
      <Button
        changes
        variant="ghost"
        size="icon"
        aria-label="Delete test event"
        title="Delete test event"
        disabled={!current}
        onClick={() => current && remove.mutate(current)}
      >
        <Trash2 aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
