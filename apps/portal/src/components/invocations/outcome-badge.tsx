import type { Outcome } from "@annex/contract";
import {
  CircleAlert,
  CircleCheck,
  CircleSlash,
  type LucideIcon,
  MemoryStick,
  Timer,
  TriangleAlert,
} from "lucide-react";
import { Badge, type Tone } from "../ui/badge";

const looks: Record<Outcome, { tone: Tone; word: string; icon: LucideIcon }> = {
  success: { tone: "green", word: "Success", icon: CircleCheck },
  function_error: { tone: "red", word: "Function error", icon: CircleAlert },
  timeout: { tone: "red", word: "Timed out", icon: Timer },
  out_of_memory: { tone: "red", word: "Out of memory", icon: MemoryStick },
  throttled: { tone: "amber", word: "Throttled", icon: CircleSlash },
  platform_error: { tone: "amber", word: "Platform error", icon: TriangleAlert },
};

/** How an invocation ended: a word and an icon, then a colour. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const { tone, word, icon: Icon } = looks[outcome];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className="size-3" />
      {word}
    </Badge>
  );
}
