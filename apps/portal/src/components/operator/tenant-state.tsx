import type { TenantSummary } from "@annex/contract";
import { Badge } from "../ui/badge";

/** A tenant's state as a word; red only where somebody is stopped. */
export function TenantState({ status }: { status: TenantSummary["status"] }) {
  return status === "suspended" ? (
    <Badge tone="red" dot>
      Suspended
    </Badge>
  ) : (
    <Badge tone="green" dot>
      Active
    </Badge>
  );
}
