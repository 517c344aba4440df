import type { DraftContent, SourceFile } from "@annex/contract";
import { filesOf } from "../source-edits";

/** A part of a draft that two people may have changed: one file, or one setting as JSON. */
export interface DraftPart {
  /** `file:src/index.ts` or `memoryMb`. */
  readonly key: string;
  readonly label: string;
  readonly kind: "file" | "setting";
  /** Null where the file is not there. */
  readonly mine: string | null;
  readonly theirs: string | null;
  /** Who has changed it since both started from the same text; `both` needs a person. */
  readonly changedBy: "mine" | "theirs" | "both";
}

const settings = [
  { name: "handler", label: "Handler" },
  { name: "mapping", label: "Field mapping" },
  { name: "packages", label: "Packages" },
  { name: "environment", label: "Environment variables" },
  { name: "egress", label: "Egress" },
  { name: "layers", label: "Layers" },
  { name: "runtime", label: "Runtime" },
  { name: "memoryMb", label: "Memory" },
  { name: "timeoutMs", label: "Timeout" },
] as const;

function textsOf(content: DraftContent): Map<string, { label: string; kind: DraftPart["kind"]; text: string }> {
  const texts = new Map<string, { label: string; kind: DraftPart["kind"]; text: string }>();
  for (const { path, content: text } of filesOf(content))
    texts.set(`file:${path}`, { label: path, kind: "file", text });
  if (content.source.kind === "zip")
    texts.set("zip", { label: "Uploaded zip", kind: "setting", text: JSON.stringify(content.source) });
  for (const { name, label } of settings)
    texts.set(name, { label, kind: "setting", text: JSON.stringify(content[name], null, 2) });
  return texts;
}

/** What differs between my draft and theirs. `base` is what both started from; without it everything is both's. */
export function draftParts(mine: DraftContent, theirs: DraftContent, base: DraftContent | null): DraftPart[] {
  const my = textsOf(mine);
  const their = textsOf(theirs);
  const old = base ? textsOf(base) : null;
  return [...new Set([...my.keys(), ...their.keys()])].flatMap((key) => {
    const [a, b, o] = [my.get(key), their.get(key), old?.get(key)];
    const either = a ?? b;
    if (!either || a?.text === b?.text) return [];
    const changedBy = old === null ? "both" : a?.text === o?.text ? "theirs" : b?.text === o?.text ? "mine" : "both";
    return [
      {
        key,
        label: either.label,
        kind: either.kind,
        mine: a?.text ?? null,
        theirs: b?.text ?? null,
        changedBy,
      } as const,
    ];
  });
}

/** What a person decided for a part: a side, or the text that they wrote from both. */
export type PartChoice = "mine" | "theirs" | { readonly text: string };

/** The draft that the choices make. Parts without a choice follow `changedBy`; what both changed is mine. */
export function mergeDrafts(
  mine: DraftContent,
  theirs: DraftContent,
  parts: readonly DraftPart[],
  choices: ReadonlyMap<string, PartChoice>,
): DraftContent {
  const choiceOf = ({ key, changedBy }: DraftPart): PartChoice =>
    choices.get(key) ?? (changedBy === "theirs" ? "theirs" : "mine");
  const takenFrom = (key: string) => {
    const part = parts.find((candidate) => candidate.key === key);
    return part && choiceOf(part) === "theirs" ? theirs : mine;
  };
  const base = parts.some(({ key }) => key === "zip") ? takenFrom("zip") : mine;
  const { packagesAsOf: _, ...own } = mine;
  const { packagesAsOf } = takenFrom("packages");
  return {
    ...own,
    ...(packagesAsOf === undefined ? {} : { packagesAsOf }),
    language: takenFrom("runtime").language,
    handler: takenFrom("handler").handler,
    mapping: takenFrom("mapping").mapping,
    packages: takenFrom("packages").packages,
    environment: takenFrom("environment").environment,
    egress: takenFrom("egress").egress,
    layers: takenFrom("layers").layers,
    runtime: takenFrom("runtime").runtime,
    memoryMb: takenFrom("memoryMb").memoryMb,
    timeoutMs: takenFrom("timeoutMs").timeoutMs,
    source: base.source.kind === "zip" ? base.source : { kind: "files", files: mergedFiles(base, parts, choiceOf) },
  };
}

function mergedFiles(
  base: DraftContent,
  parts: readonly DraftPart[],
  choiceOf: (part: DraftPart) => PartChoice,
): SourceFile[] {
  const files = new Map(filesOf(base).map(({ path, content }) => [path, content]));
  for (const part of parts.filter(({ kind }) => kind === "file")) {
    const choice = choiceOf(part);
    const text = typeof choice === "string" ? part[choice] : choice.text;
    if (text === null) files.delete(part.label);
    else files.set(part.label, text);
  }
  return [...files].map(([path, content]) => ({ path, content }));
}
