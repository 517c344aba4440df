"use client";
import type { Language, Template } from "@annex/contract";
import { RadioGroup } from "radix-ui";

const marks: Record<Language, string> = { typescript: "TS", javascript: "JS", python: "PY" };

interface TemplateCardsProps {
  templates: readonly Template[];
  value: string;
  onChange: (key: string) => void;
}

export function TemplateCards({ templates, value, onChange }: TemplateCardsProps) {
  return (
    <RadioGroup.Root value={value} onValueChange={onChange} aria-label="Template" className="grid gap-2 sm:grid-cols-2">
      {templates.map(({ key, name, description, language, runtime }) => (
        <RadioGroup.Item
          key={key}
          value={key}
          aria-label={name}
          className="flex items-start gap-3 rounded-md border border-line-strong p-3 text-left hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
        >
          <span aria-hidden className="mt-0.5 rounded-sm border border-line-strong px-1 font-mono text-xs text-muted">
            {marks[language]}
          </span>
          <span className="min-w-0">
            <span className="block text-sm font-medium">{name}</span>
            <span className="block text-xs text-muted">{description}</span>
            <span className="mt-1 block font-mono text-xs text-faint">{runtime}</span>
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
