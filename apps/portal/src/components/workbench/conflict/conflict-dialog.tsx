"use client";
import { draftSchema, portalRoutes } from "@annex/contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useApi } from "@/client/api-provider";
import { Actor } from "../../actor";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Skeleton } from "../../ui/skeleton";
import { Time } from "../../ui/time";
import { useWorkbench } from "../workbench-context";
import { draftParts, mergeDrafts, type PartChoice } from "./draft-parts";
import { PartCompare } from "./part-compare";

/** Two people, or two windows, edited one draft. Nothing is thrown away before somebody chose. */
export function ConflictDialog() {
  const { detail, draft, store } = useWorkbench();
  const api = useApi();
  const [later, setLater] = useState(false);
  const [busy, setBusy] = useState(false);
  const [choices, setChoices] = useState<ReadonlyMap<string, PartChoice>>(new Map());
  const inConflict = draft.save === "conflict";
  const open = inConflict && !later;
  const newer = useQuery({
    queryKey: ["conflict", detail.id, draft.revision],
    queryFn: ({ signal }) => api.get(portalRoutes.draft(detail.name), draftSchema, undefined, signal),
    enabled: open,
    gcTime: 0,
  });
  const theirs = newer.data;
  const parts = theirs ? draftParts(draft.content, theirs.content, store.base()) : [];
  const run = async (work: () => Promise<void>, done: string) => {
    setBusy(true);
    try {
      await work();
      setChoices(new Map());
      toast.success(done);
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "That did not work; your version is still here.");
    }
    setBusy(false);
    setLater(false);
  };
  const merge = () =>
    theirs &&
    run(
      () => store.resolveWith(mergeDrafts(draft.content, theirs.content, parts, choices), theirs.revision),
      "Saved the merged draft",
    );
  return (
    <>
      {inConflict && later && (
        <Button size="sm" onClick={() => setLater(false)}>
          Resolve conflict
        </Button>
      )}
      <Dialog
        open={open}
        onOpenChange={(next) => setLater(!next)}
        title="This draft was changed elsewhere"
        description={
          theirs ? (
            <>
              <Actor actor={theirs.updatedBy} /> saved a newer version <Time at={theirs.updatedAt} />. Yours is kept in
              this browser until you choose.
            </>
          ) : (
            "A newer version was saved, by a colleague or in another window. Yours is kept in this browser."
          )
        }
        size="xl"
        footer={
          <>
            <Button
              disabled={busy || !theirs}
              onClick={() => void run(() => store.resolve("theirs"), "The newer version is on screen")}
            >
              Take all of theirs
            </Button>
            <Button disabled={busy || !theirs} onClick={() => void run(() => store.resolve("mine"), "Saved yours")}>
              Keep all of mine
            </Button>
            <Button variant="primary" busy={busy} disabled={!theirs} onClick={() => void merge()}>
              Save what is chosen
            </Button>
          </>
        }
      >
        {newer.error && (
          <ProblemNotice
            error={newer.error}
            title="The newer version could not be loaded"
            onRetry={() => void newer.refetch()}
          />
        )}
        {newer.isPending && open && <Skeleton className="h-96" />}
        {theirs && (
          <PartCompare
            parts={parts}
            choices={choices}
            onChoose={(key, choice) => setChoices(new Map(choices).set(key, choice))}
          />
        )}
      </Dialog>
    </>
  );
}
