"use client";
import { useState } from "react";
import { TextDiff } from "../../editor/text-diff";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import type { DraftPart, PartChoice } from "./draft-parts";

interface PartCompareProps {
  parts: readonly DraftPart[];
  choices: ReadonlyMap<string, PartChoice>;
  onChoose: (key: string, choice: PartChoice) => void;
}

const who = {
  mine: { text: "Changed by me", tone: "neutral" },
  theirs: { text: "Changed by them", tone: "neutral" },
  both: { text: "Changed by both", tone: "amber" },
} as const;

function choiceWord(part: DraftPart, choice: PartChoice | undefined): string {
  if (typeof choice === "object") return "merged";
  return choice ?? (part.changedBy === "theirs" ? "theirs" : "mine");
}

/** What differs, part by part: theirs to the left, mine to the right, where it can be edited into both. */
export function PartCompare({ parts, choices, onChoose }: PartCompareProps) {
  const [wanted, setWanted] = useState<string | null>(null);
  /** Counts presses of "Use …": the editor starts anew with that side's text. */
  const [round, setRound] = useState(0);
  const part =
    parts.find(({ key }) => key === wanted) ?? parts.find(({ changedBy }) => changedBy === "both") ?? parts[0];
  if (!part) return <p className="text-sm text-muted">Both versions say the same. Keep either.</p>;
  const choice = choices.get(part.key);
  const word = choiceWord(part, choice);
  const take = (side: "mine" | "theirs") => {
    onChoose(part.key, side);
    setRound(round + 1);
  };
  const right = typeof choice === "object" ? choice.text : (part[choice ?? "mine"] ?? "");
  return (
    <div className="flex h-[52vh] min-h-72 flex-col gap-3 md:flex-row">
      <ul
        aria-label="What differs"
        className="max-h-32 shrink-0 overflow-y-auto rounded-md border md:max-h-none md:w-56"
      >
        {parts.map((item) => (
          <li key={item.key} className="border-b last:border-b-0">
            <button
              type="button"
              aria-current={item.key === part.key ? "true" : undefined}
              onClick={() => setWanted(item.key)}
              className={cn(
                "flex w-full flex-col items-start gap-0.5 px-3 py-2 text-left",
                item.key === part.key ? "bg-pressed" : "hover:bg-hover",
              )}
            >
              <span className={cn("max-w-full truncate text-xs", item.kind === "file" && "font-mono")}>
                {item.label}
              </span>
              <span className="text-xs text-muted">
                {who[item.changedBy].text}: {choiceWord(item, choices.get(item.key))}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col rounded-md border">
        <div className="flex flex-wrap items-center gap-2 border-b bg-panel px-3 py-1.5">
          <span className="text-xs text-muted">Theirs left, mine right</span>
          <Badge tone={who[part.changedBy].tone}>{who[part.changedBy].text}</Badge>
          <fieldset className="ml-auto flex gap-1">
            <legend className="sr-only">What becomes of {part.label}</legend>
            {(["theirs", "mine"] as const).map((side) => (
              <Button key={side} size="sm" aria-pressed={word === side} onClick={() => take(side)}>
                {word === side ? "✓ " : ""}
                {part[side] === null ? (side === "mine" ? "Mine: deleted" : "Theirs: deleted") : `Use ${side}`}
              </Button>
            ))}
          </fieldset>
        </div>
        <div className="min-h-0 flex-1">
          <TextDiff
            key={`${part.key}:${round}`}
            path={part.kind === "file" ? part.label : "setting.json"}
            original={part.theirs ?? ""}
            modified={right}
            {...(part.kind === "file"
              ? { onChange: (text: string) => text !== right && onChoose(part.key, { text }) }
              : {})}
          />
        </div>
        {part.kind === "file" && (
          <p className="border-t px-3 py-1.5 text-xs text-faint">
            The right side can be edited: write what both need, and it is taken.
          </p>
        )}
      </div>
    </div>
  );
}
