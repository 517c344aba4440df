import type { WebhookDelivery } from "@annex/contract";
import { Badge } from "../../ui/badge";

const looks = {
  pending: ["neutral", "On its way"],
  delivered: ["green", "Delivered"],
  failed: ["red", "Given up"],
  held: ["amber", "Held: the tenant is suspended"],
} as const;

/** What became of a delivery, with the receiver's answer. */
export function DeliveryState({ state, status }: Pick<WebhookDelivery, "state" | "status">) {
  const [tone, word] = looks[state];
  return (
    <Badge tone={tone} dot>
      {word}
      {status !== null && <span className="tabular-nums">{status}</span>}
    </Badge>
  );
}
