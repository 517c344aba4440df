import type { SupportAccess } from "@annex/contract";
import { Badge, type Tone } from "../ui/badge";

const looks: Record<SupportAccess["state"], [Tone, string]> = {
  requested: ["amber", "Asked for"],
  active: ["red", "Has access"],
  declined: ["neutral", "Declined"],
  withdrawn: ["neutral", "Taken back"],
  ended: ["neutral", "Ended"],
  expired: ["neutral", "Ran out"],
};

export function AccessState({ state }: Pick<SupportAccess, "state">) {
  const [tone, word] = looks[state];
  return (
    <Badge tone={tone} dot={state === "active" ? "live" : true}>
      {word}
    </Badge>
  );
}
