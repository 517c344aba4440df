import type { LayerChange, LayerEntry } from "@annex/contract";

/** What differs between the files of two versions, by path. Equal size and checksum is equal content. */
export function diffEntries(before: readonly LayerEntry[], after: readonly LayerEntry[]): LayerChange[] {
  const old = new Map(before.map((entry) => [entry.path, entry]));
  const fresh = new Map(after.map((entry) => [entry.path, entry]));
  const paths = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return paths.flatMap((path): LayerChange[] => {
    const [was, is] = [old.get(path), fresh.get(path)];
    const sizes = { before: was?.sizeBytes ?? null, after: is?.sizeBytes ?? null };
    if (!was) return [{ path, change: "added", ...sizes }];
    if (!is) return [{ path, change: "removed", ...sizes }];
    const same = was.sizeBytes === is.sizeBytes && was.crc32 === is.crc32;
    return same ? [] : [{ path, change: "changed", ...sizes }];
  });
}
