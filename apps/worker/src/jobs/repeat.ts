export interface Repetition {
  /** Ends after the turn that is under way. */
  stop(): Promise<void>;
}

/** Does `work` again and again, each turn `everyMs` after the end of the one before it. `work` handles its own errors. */
export function repeat(everyMs: number, work: () => Promise<void>): Repetition {
  let turn: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const schedule = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      turn = work().finally(schedule);
    }, everyMs);
  };
  schedule();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
