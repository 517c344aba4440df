"use client";
import type { DeadLetter } from "@annex/contract";
import { RotateCcw, Trash2 } from "lucide-react";
import { Actor } from "../../actor";
import { OutcomeBadge } from "../../invocations/outcome-badge";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";

interface DeadLetterTableProps {
  letters: readonly DeadLetter[];
  chosen: ReadonlySet<string>;
  busy: boolean;
  onToggle: (id: string) => void;
  onToggleAll: () => void;
  onRedrive: (id: string) => void;
  onDiscard: (id: string) => void;
}

export function DeadLetterTable(props: DeadLetterTableProps) {
  const { letters, chosen, onToggleAll } = props;
  const count = letters.filter(({ id }) => chosen.has(id)).length;
  return (
    <Table label="Dead letters">
      <THead>
        <tr>
          <TH>
            <Checkbox
              aria-label="Choose all"
              checked={count === 0 ? false : count === letters.length || "indeterminate"}
              onCheckedChange={onToggleAll}
            />
          </TH>
          <TH>Given up</TH>
          <TH>Function</TH>
          <TH>Outcome</TH>
          <TH>What went wrong</TH>
          <TH end>Runs</TH>
          <TH>From</TH>
          <TH>
            <span className="sr-only">Actions</span>
          </TH>
        </tr>
      </THead>
      <tbody>
        {letters.map((letter) => (
          <DeadLetterRow key={letter.id} letter={letter} {...props} />
        ))}
      </tbody>
    </Table>
  );
}

function wrong({ errorType, errorMessage }: DeadLetter): string {
  return [errorType, errorMessage].filter(Boolean).join(": ") || "–";
}

function DeadLetterRow({
  letter,
  chosen,
  busy,
  onToggle,
  onRedrive,
  onDiscard,
}: DeadLetterTableProps & { letter: DeadLetter }) {
  const { id, functionName, outcome, attempts, finishedAt, extensionPointKey, caller } = letter;
  return (
    <TR className="hover:bg-hover">
      <TD>
        <Checkbox
          aria-label={`Choose the dead letter of ${functionName}`}
          checked={chosen.has(id)}
          onCheckedChange={() => onToggle(id)}
        />
      </TD>
      <TD className="text-muted">
        <Time at={finishedAt} />
      </TD>
      <TD className="font-medium">{functionName}</TD>
      <TD>{outcome === null ? "–" : <OutcomeBadge outcome={outcome} />}</TD>
      <TD className="max-w-96 truncate text-muted" title={wrong(letter)}>
        {wrong(letter)}
      </TD>
      <TD end>{attempts}</TD>
      <TD className="text-muted">{extensionPointKey ?? <Actor actor={caller} />}</TD>
      <TD end>
        <Button
          changes
          variant="ghost"
          size="icon-sm"
          disabled={busy}
          aria-label={`Run the dead letter of ${functionName} again`}
          title="Run again"
          onClick={() => onRedrive(id)}
        >
          <RotateCcw aria-hidden className="size-3.5" />
        </Button>
        <Button
          changes
          variant="ghost"
          size="icon-sm"
          disabled={busy}
          aria-label={`Discard the dead letter of ${functionName}`}
          title="Discard"
          onClick={() => onDiscard(id)}
        >
          <Trash2 aria-hidden className="size-3.5" />
        </Button>
      </TD>
    </TR>
  );
}
