// No alternative can fail once its first character stands there: a text without an end is taken to its line's or the
// file's, so that the time is proportional to the source, whatever a tenant wrote.
const scriptText =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[\s\S])*(?:"|\\?)|'(?:[^'\\\n]|\\[\s\S])*(?:'|\\?)|`(?:[^`\\]|\\[\s\S])*(?:`|\\?)/g;
const pythonText =
  /#[^\n]*|"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\[\s\S])*(?:"|\\?)|'(?:[^'\\\n]|\\[\s\S])*(?:'|\\?)/g;

/** The code with its comments and strings blanked out; lines stay where they are. */
export function blankOutText(source: string, syntax: "script" | "python" = "script"): string {
  return source.replace(syntax === "python" ? pythonText : scriptText, (text) => text.replace(/[^\n]/g, " "));
}
