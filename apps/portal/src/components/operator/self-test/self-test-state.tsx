import type { SelfTestOutcome, SelfTestState as State } from "@annex/contract";
import { Badge, type Tone } from "../../ui/badge";

interface Look {
  readonly tone: Tone;
  readonly text: string;
  readonly live?: true;
}

const states: Record<State, Look> = {
  queued: { tone: "amber", text: "Queued", live: true },
  running: { tone: "amber", text: "Running", live: true },
  passed: { tone: "green", text: "Passed" },
  open: { tone: "red", text: "Open" },
  inconclusive: { tone: "amber", text: "Inconclusive" },
  interrupted: { tone: "neutral", text: "Interrupted" },
};

const outcomes: Record<SelfTestOutcome, Look> = {
  waiting: { tone: "neutral", text: "Waiting" },
  running: { tone: "amber", text: "Running", live: true },
  done: { tone: "neutral", text: "Done" },
  denied: { tone: "green", text: "Denied" },
  open: { tone: "red", text: "Open" },
  unknown: { tone: "amber", text: "Not known" },
};

const badge = ({ tone, text, live }: Look) => (
  <Badge tone={tone} dot={live ? "live" : true}>
    {text}
  </Badge>
);

export function SelfTestState({ state }: { state: State }) {
  return badge(states[state]);
}

export function OutcomeOfLine({ outcome }: { outcome: SelfTestOutcome }) {
  return badge(outcomes[outcome]);
}
