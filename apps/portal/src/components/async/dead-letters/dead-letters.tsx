"use client";
import { deadLetterSchema, portalRoutes } from "@annex/contract";
import { MailX, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useUrlState } from "@/client/use-url-state";
import { FunctionSelect } from "../../function-select";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { TableSkeleton } from "../../ui/skeleton";
import { usePages } from "../use-pages";
import { DeadLetterTable } from "./dead-letter-table";
import { useDeadLetterActions } from "./use-dead-letter-actions";

const any = "any";

/** Accepted invocations that were given up: why, and another chance for one, for some, or for all of a function. */
export function DeadLetters() {
  const [name, setName] = useUrlState("function", any);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const query = { function: name === any ? undefined : name };
  const letters = usePages(portalRoutes.deadLetters(), deadLetterSchema, query);
  const { redrive, discard, busy } = useDeadLetterActions();
  // what left the list, by whoever's hand, is not chosen any more
  const ids = letters.items.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const every = letters.items.map(({ id }) => id);
  const toggle = (id: string) =>
    setChosen(new Set(chosen.has(id) ? [...chosen].filter((other) => other !== id) : [...chosen, id]));
  const done = () => setChosen(new Set());
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <div className="w-48">
          <FunctionSelect value={name} onChange={setName} any={[any, "Every function"]} />
        </div>
        {every.length > 0 && (
          <span className="ml-auto flex flex-wrap items-center gap-2">
            {ids.length > 0 && <span className="text-sm text-muted">{ids.length} chosen</span>}
            {name !== any && ids.length === 0 && (
              <Button
                changes
                busy={redrive.isPending}
                disabled={busy}
                onClick={() => redrive.mutate({ function: name })}
              >
                <RotateCcw aria-hidden className="size-3.5" />
                Run all of {name} again
              </Button>
            )}
            {(name === any || ids.length > 0) && (
              <Button
                changes
                disabled={busy}
                busy={redrive.isPending}
                onClick={() => redrive.mutate({ ids: ids.length > 0 ? ids : every }, { onSuccess: done })}
              >
                <RotateCcw aria-hidden className="size-3.5" />
                {ids.length > 0 ? "Run again" : `Run all ${every.length} again`}
              </Button>
            )}
            <Button
              changes
              variant="danger"
              disabled={busy}
              busy={discard.isPending}
              onClick={() => discard.mutate(ids.length > 0 ? ids : every, { onSuccess: done })}
            >
              <Trash2 aria-hidden className="size-3.5" />
              {ids.length > 0 ? "Discard" : `Discard all ${every.length}`}
            </Button>
          </span>
        )}
      </div>
      {letters.isPending && <TableSkeleton label="Loading dead letters" />}
      {letters.error && !letters.data && (
        <ProblemNotice
          error={letters.error}
          title="The dead letters could not be loaded"
          onRetry={() => void letters.refetch()}
        />
      )}
      {letters.data && every.length === 0 && (
        <EmptyState icon={<MailX aria-hidden />} title="No dead letter">
          An accepted invocation that failed as often as its retry policy allows shows here, with what went wrong; mend
          the function, then run it again. Dead letters are kept for 30 days.
        </EmptyState>
      )}
      {every.length > 0 && (
        <DeadLetterTable
          letters={letters.items}
          chosen={chosen}
          busy={busy}
          onToggle={toggle}
          onToggleAll={() => setChosen(ids.length === every.length ? new Set() : new Set(every))}
          onRedrive={(id) => redrive.mutate({ ids: [id] })}
          onDiscard={(id) => discard.mutate([id])}
        />
      )}
      {letters.hasNextPage && (
        <Button className="self-center" busy={letters.isFetchingNextPage} onClick={() => void letters.fetchNextPage()}>
          Show older dead letters
        </Button>
      )}
    </div>
  );
}
