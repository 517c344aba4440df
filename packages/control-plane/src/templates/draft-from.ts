import type { DraftContent, ExtensionPoint } from "@annex/contract";
import type { TemplateSource } from "./template.ts";

/** The first draft of a function made from a template for an extension point. */
export function draftFrom(template: TemplateSource, extensionPoint: ExtensionPoint | null): DraftContent {
  const readable = new Set(extensionPoint?.inputs.map(({ path }) => path));
  const settable = new Set(extensionPoint?.outputs.map(({ path }) => path));
  const { parameters, outputs } = template.mapping;
  return {
    source: { kind: "files", files: [...template.files] },
    language: template.language,
    runtime: template.runtime,
    handler: template.handler,
    memoryMb: 128,
    timeoutMs: Math.min(Math.max(extensionPoint?.timeoutMs ?? 3000, 1000), 10_000),
    environment: {},
    packages: [],
    egress: [],
    layers: [],
    extensionPointKey: extensionPoint?.key ?? null,
    mapping: {
      parameters: parameters.filter(({ source }) => source.kind !== "field" || readable.has(source.path)),
      outputs: outputs.filter(({ field }) => settable.has(field)),
    },
  };
}
