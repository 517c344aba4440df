import type { Budget } from "@annex/contract";
import { Badge, type Tone } from "../../ui/badge";

const looks: Record<Budget["state"], { tone: Tone; text: string }> = {
  ok: { tone: "green", text: "Within" },
  warn: { tone: "amber", text: "Warning" },
  throttle: { tone: "amber", text: "Throttled" },
  pause: { tone: "red", text: "Paused" },
};

/** How a budget acts now. */
export function BudgetState({ budget }: { budget: Budget }) {
  if (budget.lifted) return <Badge tone="accent">Lifted</Badge>;
  const { tone, text } = looks[budget.state];
  return (
    <Badge tone={tone} dot>
      {text}
    </Badge>
  );
}
