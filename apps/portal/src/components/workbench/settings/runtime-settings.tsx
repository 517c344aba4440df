"use client";
import { draftContentSchema, type Language, phaseOf, runtimeLives, runtimeSchema } from "@annex/contract";
import { useState } from "react";
import { formatDate } from "@/format/time";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { FunctionFlag } from "../function-flag";
import { useWorkbench } from "../workbench-context";

function runtimesOf(language: Language) {
  return runtimeSchema.options
    .filter((runtime) => runtime.startsWith("python") === (language === "python"))
    .map((runtime) => ({ value: runtime, label: runtimeLives[runtime].label, note: runtime }));
}

const memory = [128, 256, 512, 1024, 2048].map((mb) => ({ value: String(mb), label: `${mb} MB` }));

export function RuntimeSettings() {
  const { draft, edit, detail } = useWorkbench();
  const { content } = draft;
  const [seconds, setSeconds] = useState(String(content.timeoutMs / 1000));
  const timeout = draftContentSchema.shape.timeoutMs.safeParse(Math.round(Number(seconds) * 1000));
  const limitMs = detail.extensionPoint?.timeoutMs;
  const changeTimeout = (text: string) => {
    setSeconds(text);
    const parsed = draftContentSchema.shape.timeoutMs.safeParse(Math.round(Number(text) * 1000));
    if (parsed.success) edit((current) => ({ ...current, timeoutMs: parsed.data }));
  };
  const life = runtimeLives[content.runtime];
  const ends = phaseOf(life, new Date()) !== "supported";
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Field
        label="Runtime"
        hint={
          ends
            ? `Ends on ${formatDate(life.deprecatedOn)}; updates blocked on ${formatDate(life.updateBlockedOn)}.`
            : undefined
        }
      >
        {(control) => (
          <Select
            {...control}
            value={content.runtime}
            options={runtimesOf(content.language)}
            onValueChange={(value) => edit((current) => ({ ...current, runtime: runtimeSchema.parse(value) }))}
          />
        )}
      </Field>
      <Field label="Memory">
        {(control) => (
          <Select
            {...control}
            value={String(content.memoryMb)}
            options={memory}
            onValueChange={(value) => edit((current) => ({ ...current, memoryMb: Number(value) }))}
          />
        )}
      </Field>
      <Field
        label="Timeout in seconds"
        error={timeout.success ? null : "Between 1 and 60 seconds."}
        hint={limitMs === undefined ? undefined : `The extension point waits ${limitMs / 1000} s.`}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            value={seconds}
            onChange={(event) => changeTimeout(event.target.value)}
          />
        )}
      </Field>
      {(ends || detail.keepsRuntime) && (
        <div className="sm:col-span-3">
          <FunctionFlag
            flag="keepsRuntime"
            label="Keep this function on its runtime"
            hint="The platform's campaigns to a successor leave it out. It then ends with its runtime."
          />
        </div>
      )}
    </div>
  );
}
