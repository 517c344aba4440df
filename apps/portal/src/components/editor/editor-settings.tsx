"use client";
import { Minus, Plus, Settings2 } from "lucide-react";
import { useId } from "react";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Popover } from "../ui/popover";
import { useEditorSettings } from "./use-editor-settings";

function Choice({ label, checked, onChange }: { label: string; checked: boolean; onChange: (on: boolean) => void }) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <Checkbox id={id} checked={checked} onCheckedChange={(on) => onChange(on === true)} />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}

/** Size of the text, wrapping, and formatting on save. */
export function EditorSettingsMenu() {
  const { settings, change, resize } = useEditorSettings();
  return (
    <Popover
      label="Editor settings"
      align="end"
      className="w-56"
      trigger={
        <button
          type="button"
          className="flex h-6 items-center gap-1 rounded-sm px-1.5 text-xs text-muted hover:bg-hover hover:text-fg"
        >
          <Settings2 aria-hidden className="size-3.5" />
          <span className="sr-only">Editor settings, </span>
          {settings.fontSize} px
        </button>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex items-center justify-between">
          <span>Text size</span>
          <span className="flex items-center gap-1">
            <Button size="icon-sm" aria-label="Smaller text" title="Alt+-" onClick={() => resize(-1)}>
              <Minus aria-hidden className="size-3.5" />
            </Button>
            <output className="w-12 text-center tabular-nums">{settings.fontSize} px</output>
            <Button size="icon-sm" aria-label="Larger text" title="Alt+=" onClick={() => resize(1)}>
              <Plus aria-hidden className="size-3.5" />
            </Button>
          </span>
        </div>
        <Choice label="Wrap long lines" checked={settings.wordWrap} onChange={(wordWrap) => change({ wordWrap })} />
        <Choice
          label="Format on save (Ctrl+S)"
          checked={settings.formatOnSave}
          onChange={(formatOnSave) => change({ formatOnSave })}
        />
      </div>
    </Popover>
  );
}
