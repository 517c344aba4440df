"use client";
import { eventCompletions, eventTypes } from "@annex/field-mapping";
import { useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import { useMayChange } from "@/client/may-change";
import { CodePreview } from "../editor/code-preview";
import { EditorSettingsMenu } from "../editor/editor-settings";
import type { EditorProblem } from "../editor/models";
import { useCodeEditor } from "../editor/use-code-editor";
import { useEditorSettings } from "../editor/use-editor-settings";
import { useCommands } from "../shell/commands";
import { EditorTabs } from "./files/editor-tabs";
import type { useOpenFiles } from "./files/use-open-files";
import { filesOf, writeFile } from "./source-edits";
import { usePackageTypes } from "./use-package-types";
import { useWorkbench } from "./workbench-context";

const none: Readonly<Record<string, string>> = {};

interface CodeEditorPaneProps {
  shown: string;
  tabs: ReturnType<typeof useOpenFiles>;
  onProblems: (problems: readonly EditorProblem[]) => void;
}

/** The editor between its tabs and its status line. */
export function CodeEditorPane({ shown, tabs, onProblems }: CodeEditorPaneProps) {
  const { detail, draft, store, edit, contract, diagnostics, place } = useWorkbench();
  const { settings, resize } = useEditorSettings();
  const mayChange = useMayChange();
  const [tabLeaves, setTabLeaves] = useState(false);
  const format = useRef<() => Promise<void>>(() => Promise.resolve());
  const { mapping, language, packages } = draft.content;
  const CodeEditor = useCodeEditor(language);
  const files = filesOf(draft.content);
  const text = files.find(({ path }) => path === shown)?.content ?? "";
  const types = useMemo(() => eventTypes(mapping, contract, language), [mapping, contract, language]);
  const names = useMemo(() => eventCompletions(mapping, contract), [mapping, contract]);
  const packageTypes = usePackageTypes({ functionName: detail.name, packages, store });
  const untyped = useMemo(
    () => packages.map(({ name }) => name).filter((name) => !(`${name}/package.json` in (packageTypes?.files ?? none))),
    [packages, packageTypes],
  );
  const save = async () => {
    try {
      if (settings.formatOnSave) await format.current();
      await store.flush();
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "The draft could not be saved.");
    }
  };
  useCommands([
    { id: "save", label: "Save", group: "Editor", keys: "mod+s", run: () => void save() },
    { id: "format", label: "Format the file", group: "Editor", keys: "alt+shift+f", run: () => void format.current() },
    { id: "larger", label: "Larger text", group: "Editor", keys: "alt+=", run: () => resize(1) },
    { id: "smaller", label: "Smaller text", group: "Editor", keys: "alt+-", run: () => resize(-1) },
    {
      id: "tab-focus",
      label: tabLeaves ? "Let Tab indent" : "Let Tab leave the editor",
      group: "Editor",
      keys: "mod+m",
      run: () => setTabLeaves(!tabLeaves),
    },
    { id: "close-file", label: "Close the file", group: "Editor", keys: "alt+w", run: () => tabs.close(shown) },
  ]);
  return (
    <div className="flex min-h-96 min-w-0 flex-1 shrink-0 flex-col md:min-h-0 md:shrink">
      <EditorTabs open={tabs.open} shown={shown} onShow={tabs.show} onClose={tabs.close} />
      <div className="min-h-80 flex-1 md:min-h-0">
        {CodeEditor ? (
          <CodeEditor
            files={files}
            readOnly={!mayChange}
            file={shown}
            settings={settings}
            onChange={(path, text) => edit(writeFile(path, text))}
            eventTypes={types}
            eventNames={names}
            packageFiles={packageTypes?.files ?? none}
            untyped={untyped}
            diagnostics={diagnostics}
            place={place}
            onProblems={onProblems}
            tabLeaves={tabLeaves}
            onFormatter={(run) => {
              format.current = run;
            }}
          />
        ) : (
          <CodePreview path={shown} text={text} settings={settings} />
        )}
      </div>
      <div className="flex h-7 shrink-0 items-center justify-between gap-4 border-t bg-panel px-2 text-xs text-faint">
        <span className="shrink-0 truncate" role="status">
          {tabLeaves
            ? "Tab leaves the editor. Ctrl+M lets it indent."
            : "Tab indents. Ctrl+M lets Tab leave the editor."}
        </span>
        <EditorSettingsMenu />
      </div>
    </div>
  );
}
