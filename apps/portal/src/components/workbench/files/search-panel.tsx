"use client";
import { CaseSensitive, WholeWord } from "lucide-react";
import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import { Input } from "../../ui/input";
import { filesOf } from "../source-edits";
import { useWorkbench } from "../workbench-context";
import { type SearchHit, searchFiles } from "./search-files";

/** The line around a hit, with the hit marked. */
function HitText({ hit: { text, column, length } }: { hit: SearchHit }) {
  const from = Math.max(0, column - 1 - 24);
  return (
    <>
      {from > 0 && "…"}
      {text.slice(from, column - 1).trimStart()}
      <mark className="rounded-sm bg-amber-soft text-fg">{text.slice(column - 1, column - 1 + length)}</mark>
      {text.slice(column - 1 + length, column + length + 80)}
    </>
  );
}

/** Looks for a text in all files of the draft, while it is typed. */
export function SearchPanel({ header }: { header: ReactNode }) {
  const { draft, jump } = useWorkbench();
  const files = filesOf(draft.content);
  const [text, setText] = useState("");
  const [matchCase, setMatchCase] = useState(false);
  const [wholeWord, setWholeWord] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const wanted = useDeferredValue(text);
  const found = useMemo(
    () => searchFiles(files, wanted, { matchCase, wholeWord }),
    [files, wanted, matchCase, wholeWord],
  );
  const count = found.reduce((sum, { hits }) => sum + hits.length, 0);
  const toggles = [
    { label: "Match case", Icon: CaseSensitive, on: matchCase, flip: () => setMatchCase(!matchCase) },
    { label: "Match whole words", Icon: WholeWord, on: wholeWord, flip: () => setWholeWord(!wholeWord) },
  ];
  return (
    <search className="flex h-full min-h-0 flex-col">
      <div className="flex h-9 shrink-0 items-center border-b px-1.5">{header}</div>
      <div className="flex shrink-0 flex-col gap-1 border-b p-2">
        <Input
          ref={input}
          type="search"
          aria-label="Search in files"
          placeholder="Search in files"
          className="h-7 text-xs"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="flex items-center gap-1">
          {toggles.map(({ label, Icon, on, flip }) => (
            <Button
              key={label}
              variant="ghost"
              size="icon-sm"
              aria-label={label}
              title={label}
              aria-pressed={on}
              className={cn("size-6", on && "bg-accent-soft text-accent-text")}
              onClick={flip}
            >
              <Icon aria-hidden className="size-4" />
            </Button>
          ))}
          <p role="status" className="ml-auto text-xs text-faint">
            {wanted !== "" && (count === 0 ? "Nothing found" : `${count} in ${found.length} files`)}
          </p>
        </div>
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto py-1">
        {found.map(({ path, hits }) => (
          <li key={path}>
            <p className="truncate px-3 py-1 font-mono text-xs font-medium" title={path}>
              {path}
            </p>
            <ul>
              {hits.map((hit) => (
                <li key={`${hit.line}:${hit.column}`}>
                  <button
                    type="button"
                    onClick={() => jump(path, hit.line, hit.column)}
                    className="flex h-6 w-full items-center gap-2 px-3 text-left font-mono text-xs text-muted hover:bg-hover focus-visible:-outline-offset-2"
                  >
                    <span className="w-6 shrink-0 text-right text-faint tabular-nums">{hit.line}</span>
                    <span className="min-w-0 truncate whitespace-pre">
                      <HitText hit={hit} />
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </search>
  );
}
