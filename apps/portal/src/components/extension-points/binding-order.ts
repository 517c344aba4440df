import type { Binding } from "@annex/contract";

/** The bindings with one of them moved by so many places; positions count from 0 again. Past an end it stays there. */
export function moveBinding(bindings: readonly Binding[], id: string, by: number): Binding[] {
  const from = bindings.findIndex((binding) => binding.id === id);
  const moved = bindings[from];
  if (!moved) return [...bindings];
  const to = Math.max(0, Math.min(bindings.length - 1, from + by));
  return withPositions(bindings.toSpliced(from, 1).toSpliced(to, 0, moved));
}

/** Positions 0, 1, 2, ... in the order given. */
export function withPositions(bindings: readonly Binding[]): Binding[] {
  return bindings.map((binding, position) => ({ ...binding, position }));
}

/** Those of `after` whose position is another one than in `before`. */
export function repositioned(before: readonly Binding[], after: readonly Binding[]): Binding[] {
  const positions = new Map(before.map(({ id, position }) => [id, position]));
  return after.filter(({ id, position }) => positions.get(id) !== position);
}
