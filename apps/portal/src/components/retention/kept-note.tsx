import { formatDay } from "@/format/time";
import type { Kept } from "./use-kept";

interface KeptNoteProps {
  /** Such as "Invocations". */
  what: string;
  kept: Kept;
}

/** Says where the data ends, so that nothing does not look like nothing happened. */
export function KeptNote({ what, kept }: KeptNoteProps) {
  return (
    <>
      {what} are kept for {kept.days} days on plan {kept.plan}: what was before {formatDay(kept.from)} is gone. Charts
      go further back.
    </>
  );
}
