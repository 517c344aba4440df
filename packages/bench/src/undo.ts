import { setTimeout as delay } from "node:timers/promises";

type Undo = () => Promise<unknown>;

const open = new Set<Undo>();
const patienceMs = 10_000;

/** Does `work`; `undo` follows, also where the benchmark is interrupted meanwhile. */
export async function withUndo<T>(undo: Undo, work: () => Promise<T>): Promise<T> {
  open.add(undo);
  try {
    return await work();
  } finally {
    if (open.delete(undo)) await undo(); // else the interruption has it in hand
  }
}

/** For an interruption: whatever is still to be undone, the newest first, within ten seconds. */
export async function undoAll(): Promise<void> {
  const undos = [...open].reverse();
  open.clear();
  const all = async () => {
    for (const undo of undos) await undo().catch(() => undefined);
  };
  await Promise.race([all(), delay(patienceMs, undefined, { ref: false })]);
}
