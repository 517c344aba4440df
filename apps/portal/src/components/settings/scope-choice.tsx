"use client";
import { useId } from "react";
import { Checkbox } from "../ui/checkbox";

interface ScopeChoiceProps<S extends string> {
  scopes: readonly S[];
  /** What each one lets its holder do. */
  words: Readonly<Record<S, string>>;
  chosen: readonly S[];
  onChange: (chosen: readonly S[]) => void;
}

/** Scopes with what they mean, to be ticked; one at least. */
export function ScopeChoice<S extends string>({ scopes, words, chosen, onChange }: ScopeChoiceProps<S>) {
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-medium">Scopes</legend>
      {scopes.map((scope) => (
        <div key={scope} className="flex items-start gap-2">
          <Checkbox
            id={`${id}-${scope}`}
            checked={chosen.includes(scope)}
            onCheckedChange={(checked) =>
              onChange(checked === true ? [...chosen, scope] : chosen.filter((other) => other !== scope))
            }
          />
          <label htmlFor={`${id}-${scope}`} className="text-sm">
            <span className="font-mono text-xs">{scope}</span>
            <span className="block text-xs text-muted">{words[scope]}</span>
          </label>
        </div>
      ))}
      {chosen.length === 0 && <p className="text-xs text-red">Choose at least one scope.</p>}
    </fieldset>
  );
}
