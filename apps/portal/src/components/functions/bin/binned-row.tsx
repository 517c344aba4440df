"use client";
import { type BinnedFunction, functionNameSchema } from "@annex/contract";
import { useState } from "react";
import { ApiError } from "@/client/api-error";
import { Actor } from "../../actor";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Time } from "../../ui/time";
import { useRestore } from "./use-restore";

/** A deleted function; where its name is taken meanwhile, it asks for another. */
export function BinnedRow({ item, onRestored }: { item: BinnedFunction; onRestored: () => void }) {
  const restore = useRestore();
  const [name, setName] = useState(item.name);
  const isTaken = restore.error instanceof ApiError && restore.error.problem?.code === "conflict";
  const parsed = functionNameSchema.safeParse(name);
  const submit = () =>
    restore.mutate({ id: item.id, ...(name === item.name ? {} : { name }) }, { onSuccess: onRestored });
  return (
    <li className="flex flex-col gap-2 border-b px-3 py-2.5 last:border-b-0">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1">
          <p className="truncate text-sm font-medium">{item.name}</p>
          <p className="text-xs text-muted">
            Deleted by <Actor actor={item.deletedBy} />, <Time at={item.deletedAt} />; gone for good{" "}
            <Time at={item.reapAt} />
            {item.releaseNumber === null ? "" : `. Release ${item.releaseNumber} is live again when it is restored`}
          </p>
        </div>
        <Button
          size="sm"
          busy={restore.isPending}
          disabled={!parsed.success}
          aria-label={`Restore ${item.name}`}
          onClick={submit}
        >
          Restore
        </Button>
      </div>
      {restore.error && (
        <Field
          label={isTaken ? "Another name" : "Name"}
          error={parsed.error?.issues[0]?.message ?? restore.error.message}
        >
          {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
      )}
    </li>
  );
}
