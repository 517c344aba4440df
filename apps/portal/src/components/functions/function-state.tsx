import type { FunctionSummary } from "@annex/contract";
import { Badge, type Tone } from "../ui/badge";

const looks: Record<FunctionSummary["state"], { tone: Tone; text: string; live?: boolean }> = {
  draft: { tone: "neutral", text: "Draft" },
  deploying: { tone: "amber", text: "Deploying", live: true },
  active: { tone: "green", text: "Active" },
  failed: { tone: "red", text: "Failed" },
};

export function FunctionState({ state }: { state: FunctionSummary["state"] }) {
  const { tone, text, live } = looks[state];
  return (
    <Badge tone={tone} dot={live ? "live" : true}>
      {text}
    </Badge>
  );
}
