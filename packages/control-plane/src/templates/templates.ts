import { blankTypeScript } from "./blank-typescript.ts";
import { javaScriptHandler } from "./javascript-handler.ts";
import { pythonHandler } from "./python-handler.ts";
import type { TemplateSource } from "./template.ts";
import { typeScriptHandler } from "./typescript-handler.ts";

/** Every template, in the order of the list. */
export const templates: readonly TemplateSource[] = [
  typeScriptHandler,
  javaScriptHandler,
  pythonHandler,
  blankTypeScript,
];
