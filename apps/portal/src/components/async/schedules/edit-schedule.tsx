"use client";
import { fieldValuesSchema, portalRoutes, type Schedule, scheduleSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { toast } from "sonner";
import { fieldError } from "@/client/api-error";
import { useApi, useResourceKey } from "@/client/api-provider";
import { FunctionSelect } from "../../function-select";
import { RefusalNotice } from "../../refusal-notice";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input, Textarea } from "../../ui/input";
import { NextTimes } from "./next-times";

const nobody = "";
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The fields as typed, or what is wrong with the text. */
function readFields(text: string): { fields: unknown } | { wrong: string } {
  try {
    const parsed = fieldValuesSchema.safeParse(JSON.parse(text));
    return parsed.success ? { fields: parsed.data } : { wrong: 'Name fields and their values: {"invoice.total": 10}.' };
  } catch {
    return { wrong: "This is not JSON." };
  }
}

/** Makes a schedule, or changes one: when, in which time zone, with which fields. Mount it while it is open. */
export function EditSchedule({ schedule, onClose }: { schedule: Schedule | null; onClose: () => void }) {
  const api = useApi();
  const cache = useQueryClient();
  const key = useResourceKey();
  const zones = useId();
  const [name, setName] = useState(schedule?.name ?? "");
  const [functionName, setFunction] = useState(schedule?.functionName ?? nobody);
  const [cron, setCron] = useState(schedule?.cron ?? "0 6 * * 1-5");
  const [timeZone, setTimeZone] = useState(schedule?.timeZone ?? ownZone());
  const [text, setText] = useState(JSON.stringify(schedule?.fields ?? {}, null, 2));
  const read = readFields(text);
  const save = useMutation({
    mutationFn: () => {
      const when = { cron, timeZone, ...("fields" in read ? { fields: read.fields } : {}) };
      return schedule
        ? api.send("PATCH", portalRoutes.schedule(schedule.id), scheduleSchema, when)
        : api.send("POST", portalRoutes.schedules(), scheduleSchema, { ...when, name, functionName });
    },
    onSuccess: (saved) => {
      toast.success(schedule ? `Changed ${saved.name}` : `Created ${saved.name}`);
      void cache.invalidateQueries({ queryKey: key(portalRoutes.schedules()) });
      onClose();
    },
  });
  return (
    <FormDialog
      title={schedule ? `Change ${schedule.name}` : "Create schedule"}
      verb={schedule ? "Save" : "Create schedule"}
      busy={save.isPending}
      disabled={"wrong" in read || functionName === nobody}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <RefusalNotice error={save.error} at={["name", "cron", "timeZone"]} title="It was not saved" />
      {!schedule && (
        <>
          <Field
            label="Name"
            hint="Lower-case letters, digits and hyphens, such as nightly-sweep."
            error={fieldError(save.error, "name")}
          >
            {(control) => (
              <Input
                {...control}
                required
                maxLength={60}
                className="font-mono"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <div className="flex flex-col gap-1">
            <span className="text-sm font-medium">Function</span>
            <FunctionSelect
              value={functionName || "choose"}
              onChange={(chosen) => setFunction(chosen === "choose" ? nobody : chosen)}
              any={["choose", "Choose a function"]}
            />
          </div>
        </>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="When"
          hint="Minute, hour, day of month, month, day of week."
          error={fieldError(save.error, "cron")}
        >
          {(control) => (
            <Input
              {...control}
              required
              maxLength={100}
              className="font-mono"
              value={cron}
              onChange={(event) => setCron(event.target.value)}
            />
          )}
        </Field>
        <Field label="Time zone" hint="As in Europe/Berlin." error={fieldError(save.error, "timeZone")}>
          {(control) => (
            <>
              <Input
                {...control}
                required
                maxLength={60}
                list={zones}
                value={timeZone}
                onChange={(event) => setTimeZone(event.target.value)}
              />
              <datalist id={zones}>
                {Intl.supportedValuesOf("timeZone").map((zone) => (
                  <option key={zone} value={zone} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      </div>
      <NextTimes cron={cron} timeZone={timeZone} />
      <Field
        label="Fields"
        hint="What the function is given with each run, as JSON."
        error={"wrong" in read ? read.wrong : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            className="min-h-24 font-mono"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
