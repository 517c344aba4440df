"use client";
import { portalRoutes, testEventSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Save, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Popover } from "../../ui/popover";
import { Select } from "../../ui/select";
import { useWorkbench } from "../workbench-context";

const unsaved = "(unsaved)";

/** Chooses among the saved test events; saves and deletes them. */
export function TestEventPicker() {
  const { detail, test } = useWorkbench();
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const path = portalRoutes.testEvents(detail.name);
  const refresh = () => client.invalidateQueries({ queryKey: key(path) });
  const [name, setName] = useState("");
  const save = useMutation({
    mutationFn: (wanted: string) => api.send("POST", path, testEventSchema, { name: wanted, record: test.record }),
    onSuccess: async (event) => {
      await refresh();
      test.setRecord(event.record, event.name);
      toast.success(`Saved the test event ${event.name}`);
    },
    onError: (error) => toast.error(error.message),
  });
  const current = test.events.find((event) => event.name === test.eventName);
  const remove = useMutation({
    mutationFn: (id: string) => api.send("DELETE", portalRoutes.testEvent(detail.name, id), z.undefined()),
    onSuccess: async () => {
      const { record, eventName } = test;
      test.setRecord(record);
      await refresh();
      if (eventName === null) return;
      toast(`Deleted ${eventName}`, { action: { label: "Undo", onClick: () => save.mutate(eventName) } });
    },
    onError: (error) => toast.error(error.message),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") save.mutate(name.trim());
  };
  const options = [
    ...test.events.map((event) => ({ value: event.name, label: event.name })),
    ...(current ? [] : [{ value: unsaved, label: test.events.length === 0 ? "A sample record" : "Not saved" }]),
  ];
  return (
    <div className="flex items-end gap-1">
      <Field label="Test event" className="min-w-0 flex-1">
        {(control) => (
          <Select
            {...control}
            value={current?.name ?? unsaved}
            options={options}
            onValueChange={(value) => {
              const event = test.events.find((candidate) => candidate.name === value);
              if (event) test.setRecord(event.record, event.name);
            }}
          />
        )}
      </Field>
      <Popover
        align="end"
        trigger={
          <Button variant="ghost" size="icon" aria-label="Save test event" title="Save test event">
            <Save aria-hidden className="size-4" />
          </Button>
        }
      >
        <form onSubmit={submit} className="flex flex-col gap-3">
          <Field label="Name" hint="An event of that name is replaced.">
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
        variant="ghost"
        size="icon"
        aria-label="Delete test event"
        title="Delete test event"
        disabled={!current}
        onClick={() => current && remove.mutate(current.id)}
      >
        <Trash2 aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
