import type { AlertRule } from "@annex/contract";
import { Badge } from "../ui/badge";

/** How a rule stands, and whether it tells anybody. */
export function AlertState({ rule }: { rule: AlertRule }) {
  if (!rule.enabled) return <Badge>Off</Badge>;
  return (
    <span className="inline-flex gap-1">
      {rule.state === "firing" ? (
        <Badge tone="red" dot="live">
          Firing
        </Badge>
      ) : (
        <Badge tone="green" dot>
          OK
        </Badge>
      )}
      {rule.mutedUntil && <Badge tone="amber">Muted</Badge>}
    </span>
  );
}
