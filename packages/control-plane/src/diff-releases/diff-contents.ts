import { isDeepStrictEqual } from "node:util";
import type { DraftContent, ReleaseChange, ReleasePart } from "@annex/contract";

/** What a release or a draft is made of. */
export interface Made {
  readonly content: DraftContent;
  readonly packageLock: Readonly<Record<string, string>>;
}

type Json = ReleaseChange["before"];
/** A part taken apart into named values. */
type Named = Readonly<Record<string, Json>>;

function filesOf({ source }: DraftContent): Named {
  if (source.kind === "files") return Object.fromEntries(source.files.map(({ path, content }) => [path, content]));
  return {};
}

function zipOf({ source }: DraftContent): Named {
  if (source.kind !== "zip") return {};
  const { artifactSha256, fileName, sizeBytes } = source;
  return { [fileName]: { artifactSha256, sizeBytes } };
}

const single = (value: Json): Named => ({ "": value });

/** Every part of a release, in the order in which a person looks at them. */
function partsOf({ content, packageLock }: Made): [ReleasePart, Named][] {
  const { mapping } = content;
  return [
    ["files", filesOf(content)],
    ["zip", zipOf(content)],
    ["language", single(content.language)],
    ["runtime", single(content.runtime)],
    ["handler", single(content.handler)],
    ["memoryMb", single(content.memoryMb)],
    ["timeoutMs", single(content.timeoutMs)],
    ["environment", content.environment],
    ["packages", Object.fromEntries(content.packages.map(({ name, version }) => [name, version]))],
    ["packageLock", packageLock],
    ["egress", Object.fromEntries(content.egress.map(({ host, port }) => [`${host}:${port}`, true]))],
    [
      "layers",
      Object.fromEntries(content.layers.map(({ name, version }, at) => [name, { position: at + 1, version }])),
    ],
    ["extensionPointKey", single(content.extensionPointKey)],
    ["parameters", Object.fromEntries(mapping.parameters.map(({ name, source }) => [name, source]))],
    ["outputs", Object.fromEntries(mapping.outputs.map(({ field, source }) => [field, source]))],
  ];
}

function changesOf(part: ReleasePart, before: Named, after: Named): ReleaseChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .map((name) => ({ part, name, before: before[name] ?? null, after: after[name] ?? null }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));
}

/** Every difference between two releases, over all of their parts. */
export function diffContents(before: Made, after: Made): ReleaseChange[] {
  const others = new Map(partsOf(after));
  return partsOf(before).flatMap(([part, named]) => changesOf(part, named, others.get(part) ?? {}));
}
