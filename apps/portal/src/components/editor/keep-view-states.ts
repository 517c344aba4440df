import type { monaco } from "./monaco";

/** Keeps scroll and cursor of each file while this editor shows others. Ends with the editor. */
export function keepViewStates(editor: monaco.editor.ICodeEditor): void {
  const views = new Map<string, monaco.editor.ICodeEditorViewState | null>();
  editor.onWillChangeModel(({ oldModelUrl }) => {
    if (oldModelUrl) views.set(oldModelUrl.toString(), editor.saveViewState());
  });
  editor.onDidChangeModel(({ newModelUrl }) => {
    if (newModelUrl) editor.restoreViewState(views.get(newModelUrl.toString()) ?? null);
  });
}
