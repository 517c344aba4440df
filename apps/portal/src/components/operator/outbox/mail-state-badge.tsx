import type { MailState } from "@annex/contract";
import { Badge, type Tone } from "../../ui/badge";

export const mailStateWords: Readonly<Record<MailState, string>> = {
  queued: "On its way",
  kept: "Kept here",
  sent: "Sent",
  failed: "Not sent",
};
const tones: Readonly<Record<MailState, Tone>> = { queued: "neutral", kept: "amber", sent: "green", failed: "red" };

export function MailStateBadge({ state }: { state: MailState }) {
  return (
    <Badge tone={tones[state]} dot>
      {mailStateWords[state]}
    </Badge>
  );
}
