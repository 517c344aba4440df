import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "../engine/machine/connection.ts";
import type { WireRequest } from "../engine/machine/load.ts";

export interface RunningAttack {
  /** Answers that its callers have had, whatever they said. */
  answers(): number;
  /** Resolves when each caller has had its last answer. */
  end(): Promise<void>;
}

/** A spinning function's answer comes with its timeout, after those that wait for a place. */
const patienceMs = 60_000;

/** A connection that is closed on a caller is opened anew: who attacks does not give up. */
async function callOver(request: WireRequest, isGoing: () => boolean, onAnswer: () => void): Promise<void> {
  while (isGoing()) {
    try {
      const connection = await Connection.open(request.port, patienceMs);
      try {
        while (isGoing() && connection.isOpen) {
          await connection.ask(request.bytes);
          onAnswer();
        }
      } finally {
        connection.close();
      }
    } catch {
      await delay(10);
    }
  }
}

/** `callers` callers, each with one of the requests, call again as soon as they were answered. */
export function startAttack(requests: readonly WireRequest[], callers: number): RunningAttack {
  let going = true;
  let answered = 0;
  const calling = Array.from({ length: callers }, (_, number) => requests[number % requests.length]).map((request) =>
    request === undefined
      ? Promise.resolve()
      : callOver(
          request,
          () => going,
          () => {
            answered += 1;
          },
        ),
  );
  return {
    answers: () => answered,
    async end() {
      going = false;
      await Promise.all(calling);
    },
  };
}
