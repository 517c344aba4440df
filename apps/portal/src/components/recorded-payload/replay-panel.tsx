"use client";
import { portalRoutes, type RecordedPayload, type ReplayTarget, releaseSchema } from "@annex/contract";
import { Repeat2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { ReplayResult } from "./replay-result";
import { useReplay } from "./use-replay";

const releasesSchema = z.array(releaseSchema);

function targetOf(choice: string): ReplayTarget {
  const number = Number(choice);
  if (number > 0) return { kind: "release", number };
  return choice === "draft" ? { kind: "draft" } : { kind: "live" };
}

/** Runs a recorded invocation again with other code, and tells where the outputs differ. */
export function ReplayPanel({ payload }: { payload: RecordedPayload }) {
  const { functionName, redacted, releaseNumber } = payload;
  const [choice, setChoice] = useState("live");
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const releases = useResource(portalRoutes.releases(functionName), releasesSchema);
  const { start, replay, error, isRunning } = useReplay(payload);
  const options = [
    { value: "live", label: "The live release" },
    { value: "draft", label: "The draft, as it is saved" },
    ...(releases.data ?? []).map(({ number }) => ({
      value: String(number),
      label: `Release ${number}`,
      ...(number === releaseNumber ? { note: "ran then" } : {}),
    })),
  ];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate({ target: targetOf(choice), texts });
  };
  return (
    <section aria-label="Replay" className="flex flex-col gap-3 rounded-md border p-3">
      <h3 className="text-sm font-semibold">Replay</h3>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-sm text-muted">
          Runs the function again with the same fields. No field of a record is set; what the function itself does to
          other systems, it does again.
        </p>
        <div className="flex flex-wrap items-end gap-3">
          <Field label="Replay with" className="w-64 max-w-full">
            {(control) => <Select {...control} value={choice} options={options} onValueChange={setChoice} />}
          </Field>
          {redacted.map((path) => (
            <Field key={path} label={`${path}, which was redacted`} className="w-64 max-w-full">
              {(control) => (
                <Input
                  {...control}
                  placeholder="Left out"
                  value={texts[path] ?? ""}
                  onChange={({ target }) => setTexts({ ...texts, [path]: target.value })}
                />
              )}
            </Field>
          ))}
          <Button type="submit" variant="primary" busy={isRunning}>
            {!isRunning && <Repeat2 aria-hidden className="size-3.5" />}
            Replay
          </Button>
        </div>
      </form>
      <div aria-live="polite" aria-busy={isRunning}>
        {error && <ProblemNotice error={error} title="It was not replayed" />}
        {isRunning && !error && (
          <div role="status" aria-label="Replaying" className="flex flex-col gap-2">
            <Skeleton className="h-6 w-60" />
            <Skeleton className="h-16" />
          </div>
        )}
        {!isRunning && !error && replay?.state === "done" && <ReplayResult replay={replay} />}
      </div>
    </section>
  );
}
