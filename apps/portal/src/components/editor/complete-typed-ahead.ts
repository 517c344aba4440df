import { loadTypings, type monaco, serviceOf } from "./monaco";

const endsInMember = /\.\w*$/;

/**
 * The service of a language stands some time after the editor does, and what is typed before it stands completes to
 * nothing. Asks once more when it stands, where the cursor still is behind a dot that was typed. Ends with the editor.
 */
export function completeTypedAhead(editor: monaco.editor.IStandaloneCodeEditor): void {
  const model = editor.getModel();
  if (!model) return;
  let typed = false;
  const listener = editor.onDidChangeModelContent(({ isFlush }) => {
    typed ||= !isFlush;
  });
  const ended = editor.onDidDispose(() => listener.dispose());
  const ask = async () => {
    const service = await serviceOf(model);
    await Promise.all([service, loadTypings()]);
    if (!typed || !editor.hasTextFocus() || editor.getModel() !== model) return;
    const position = editor.getPosition();
    if (!position || !endsInMember.test(model.getLineContent(position.lineNumber).slice(0, position.column - 1)))
      return;
    editor.trigger("annex", "editor.action.triggerSuggest", {});
  };
  void ask()
    .catch(() => undefined) // a service that does not come is told by the editor's own marks
    .finally(() => {
      listener.dispose();
      ended.dispose();
    });
}
