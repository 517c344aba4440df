export interface Repeated {
  /** Each turn begins so long after the end of the one before it. */
  readonly everyMs: number;
  /** What asks for a turn gathers so long before it begins. */
  readonly gatherMs?: number;
  /** Is told what a turn throws; the next one comes all the same. */
  readonly tell: (error: unknown) => void;
}

export interface Repetition {
  /** Asks for a turn before the next one is due. Asked for during a turn, one more follows it. */
  soon(): void;
  /** Ends after the turn that is under way. */
  stop(): Promise<void>;
}

/** Does `work` again and again, one turn at a time. */
export function repeat(work: () => Promise<unknown>, { everyMs, gatherMs = 0, tell }: Repeated): Repetition {
  let turn: Promise<unknown> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isAsked = false;
  let isStopped = false;
  const wait = () => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(begin, isAsked ? gatherMs : everyMs);
  };
  const begin = () => {
    isAsked = false;
    turn = work()
      .catch(tell)
      .finally(() => {
        turn = undefined;
        wait();
      });
  };
  wait();
  return {
    soon() {
      if (isAsked) return;
      isAsked = true;
      if (turn === undefined) wait();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
