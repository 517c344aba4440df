import type { Rollout } from "@annex/contract";
import { Notice } from "../ui/notice";

/** Why a roll-out goes on for long: functions whose traffic shifts are waited for. */
export function HeldNotice({ rollout: { held, state } }: { rollout: Pick<Rollout, "held" | "state"> }) {
  if (held === 0 || state === "done" || state === "cancelled") return null;
  return (
    <Notice>
      {held === 1 ? "One function waits" : `${held} functions wait`} for the end of a shift of traffic. The roll-out
      comes back to {held === 1 ? "it" : "them"} by itself.
    </Notice>
  );
}
