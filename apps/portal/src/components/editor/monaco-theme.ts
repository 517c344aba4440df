import type { Theme } from "../shell/theme";
import { monaco } from "./monaco";

/** A colour token as #rrggbb(aa), the only form that Monaco takes; the build shortens #ffffff to #fff. */
function token(name: string, alpha = ""): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const long = value.length === 4 ? value.replace(/[0-9a-f]/gi, "$&$&") : value;
  return `${long}${alpha}`;
}

/** Themes the editor from the tokens in force and names the theme. */
export function applyTheme(theme: Theme): void {
  const bare = (name: string) => token(name).slice(1);
  const dark = theme === "dark";
  monaco.editor.defineTheme("annex", {
    base: dark ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      { token: "", foreground: bare("fg") },
      { token: "comment", foreground: bare("faint") },
      { token: "string", foreground: bare("green") },
      { token: "number", foreground: bare("amber") },
      { token: "keyword", foreground: bare("accent-text") },
      { token: "type", foreground: dark ? "c9a6f5" : "7a3fb8" },
      { token: "delimiter", foreground: bare("muted") },
    ],
    colors: {
      "editor.background": token("bg"),
      "editor.foreground": token("fg"),
      "editorLineNumber.foreground": token("faint"),
      "editorLineNumber.activeForeground": token("fg"),
      "editor.lineHighlightBackground": token("panel"),
      "editor.lineHighlightBorder": token("panel"),
      "editor.selectionBackground": token("accent", dark ? "55" : "33"),
      "editorCursor.foreground": token("accent-text"),
      "editorIndentGuide.background1": token("line"),
      "editorWidget.background": token("bg"),
      "editorWidget.border": token("line-strong"),
      "editorSuggestWidget.background": token("bg"),
      "editorSuggestWidget.border": token("line-strong"),
      "editorSuggestWidget.selectedBackground": token("pressed"),
      "editorSuggestWidget.selectedForeground": token("fg"),
      "editorHoverWidget.background": token("bg"),
      "editorHoverWidget.border": token("line-strong"),
      "editorError.foreground": token("red"),
      "editorWarning.foreground": token("amber"),
      "scrollbarSlider.background": token("line-strong", "88"),
      "scrollbar.shadow": "#00000000",
      focusBorder: token("accent"),
    },
  });
  monaco.editor.setTheme("annex");
}
