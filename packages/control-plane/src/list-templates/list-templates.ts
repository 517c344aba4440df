import type { Template } from "@annex/contract";
import { templates } from "../templates/templates.ts";

/** The starting points for a new function. */
export function listTemplates(): Template[] {
  return templates.map(({ key, name, description, language, runtime, forExtensionPoint }) => ({
    key,
    name,
    description,
    language,
    runtime,
    forExtensionPoint,
  }));
}
