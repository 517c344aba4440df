"use client";
import { findHandlers } from "@annex/control-plane/handlers";
import { useId, useMemo } from "react";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { filesOf } from "../source-edits";
import { useWorkbench } from "../workbench-context";

/** The function that is called: among the exports found, or typed. */
export function HandlerPicker() {
  const { draft, edit } = useWorkbench();
  const { handler, language } = draft.content;
  const list = useId();
  const files = filesOf(draft.content);
  const found = useMemo(() => findHandlers(files, language), [files, language]);
  const known = files.length === 0 || found.some((candidate) => candidate.handler === handler);
  const [suggestion] = found;
  return (
    <Field
      label="Handler"
      error={known ? null : `No export ${handler} was found${suggestion ? `; ${suggestion.handler} is one` : ""}.`}
      hint="The export that is called: file without its ending, a dot, the name."
    >
      {(control) => (
        <>
          <Input
            {...control}
            list={list}
            className="font-mono text-xs"
            value={handler}
            onChange={(event) => edit((content) => ({ ...content, handler: event.target.value }))}
          />
          <datalist id={list}>
            {found.map((candidate) => (
              <option key={candidate.handler} value={candidate.handler} />
            ))}
          </datalist>
          {!known && found.length > 0 && (
            <div className="flex flex-wrap gap-1">
              {found.slice(0, 4).map((candidate) => (
                <button
                  key={candidate.handler}
                  type="button"
                  className="rounded-sm border border-line-strong px-1.5 font-mono text-xs hover:bg-hover"
                  onClick={() => edit((content) => ({ ...content, handler: candidate.handler }))}
                >
                  {candidate.handler}
                </button>
              ))}
            </div>
          )}
        </>
      )}
    </Field>
  );
}
