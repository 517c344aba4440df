const scriptText =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\\n])*(?:"|$|(?=\n))|'(?:\\[\s\S]|[^'\\\n])*(?:'|$|(?=\n))|`(?:\\[\s\S]|[^`\\])*(?:`|$)/g;
const pythonText =
  /#[^\n]*|"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\[\s\S]|[^"\\\n])*(?:"|$|(?=\n))|'(?:\\[\s\S]|[^'\\\n])*(?:'|$|(?=\n))/g;

/** The code with its comments and strings blanked out; lines stay where they are. */
export function blankOutText(source: string, syntax: "script" | "python" = "script"): string {
  return source.replace(syntax === "python" ? pythonText : scriptText, (text) => text.replace(/[^\n]/g, " "));
}
