import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { StartChild } from "../engine/machine/child.ts";
import { startChild, stopChild } from "../engine/machine/child.ts";

export interface RestartedProcess {
  /** kill -9, as a machine that dies would; it is started again at once. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const pauseMs = 200;

/** A process that is started again whenever it ends, as a supervisor does. */
export function restartedProcess(how: StartChild): RestartedProcess {
  let stopped = false;
  let child = startChild(how);
  const keep = async () => {
    while (!stopped) {
      await once(child, "exit");
      await delay(pauseMs);
      if (!stopped) child = startChild(how);
    }
  };
  const keeping = keep();
  return {
    kill: () => stopChild(child),
    async stop() {
      stopped = true;
      await stopChild(child);
      await keeping;
    },
  };
}
