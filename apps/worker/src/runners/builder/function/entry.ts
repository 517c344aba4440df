/**
 * The module that Lambda loads for a handler. Source maps only reach modules that are loaded after they were switched
 * on, so the code itself comes in by a second import.
 */
export function entryOf(handler: string): { path: string; text: string } {
  const dot = handler.lastIndexOf(".");
  const base = handler.slice(0, dot);
  const name = handler.slice(dot + 1);
  const up = "../".repeat(base.split("/").length - 1) || "./";
  const text = [
    "process.setSourceMapsEnabled(true);",
    `const code = await import(${JSON.stringify(`${up}.annex/function.mjs`)});`,
    `const handler = code[${JSON.stringify(name)}] ?? code.default?.[${JSON.stringify(name)}];`,
    name === "default" ? "export default handler;" : `export { handler as ${name} };`,
    "",
  ].join("\n");
  return { path: `${base}.mjs`, text };
}
