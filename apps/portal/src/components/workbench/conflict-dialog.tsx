"use client";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { useWorkbench } from "./workbench-context";

/** Two people, or two windows, edited one draft. Nothing is thrown away before somebody chose. */
export function ConflictDialog() {
  const { draft, store } = useWorkbench();
  const [later, setLater] = useState(false);
  const [busy, setBusy] = useState(false);
  const choose = async (keep: "mine" | "theirs") => {
    setBusy(true);
    await store
      .resolve(keep)
      .catch((error: unknown) => toast.error(error instanceof Error ? error.message : "That did not work."));
    setBusy(false);
    setLater(false);
  };
  return (
    <>
      {draft.save === "conflict" && later && (
        <Button size="sm" onClick={() => setLater(false)}>
          Resolve conflict
        </Button>
      )}
      <Dialog
        open={draft.save === "conflict" && !later}
        onOpenChange={(open) => setLater(!open)}
        title="This draft was changed elsewhere"
        description="A newer version was saved, by a colleague or in another window. Yours is kept in this browser until you choose."
        size="sm"
        footer={
          <>
            <Button disabled={busy} onClick={() => void choose("theirs")}>
              Take the newer one
            </Button>
            <Button variant="primary" busy={busy} onClick={() => void choose("mine")}>
              Keep mine
            </Button>
          </>
        }
      >
        <p className="text-sm text-muted">
          “Keep mine” writes your version over the newer one. “Take the newer one” gives up your edits.
        </p>
      </Dialog>
    </>
  );
}
