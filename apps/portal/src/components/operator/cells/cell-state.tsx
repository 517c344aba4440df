import type { CellHealth } from "@annex/contract";
import { Badge, type Tone } from "../../ui/badge";

const looks: Record<CellHealth["state"], { tone: Tone; word: string }> = {
  healthy: { tone: "green", word: "Healthy" },
  unhealthy: { tone: "amber", word: "Unhealthy" },
  unreachable: { tone: "red", word: "Unreachable" },
  aws: { tone: "neutral", word: "AWS" },
};

/** A cell's state as a word. */
export function CellState({ health }: { health: CellHealth }) {
  const { tone, word } = looks[health.state];
  return (
    <Badge tone={tone} dot>
      {word}
    </Badge>
  );
}
