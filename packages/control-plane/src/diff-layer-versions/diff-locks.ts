import type { LayerDiff, PackageLock } from "@annex/contract";

/** Which packages came, went or changed between two locks, by name. */
export function diffLocks(before: PackageLock, after: PackageLock): LayerDiff["packages"] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null }))
    .filter((change) => change.before !== change.after);
}
