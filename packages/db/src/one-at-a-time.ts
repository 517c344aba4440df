import type pg from "pg";

/** Called back, or with a cursor or stream: pg's own queue takes it. */
function isLeftToPg(given: readonly unknown[]): boolean {
  const [first] = given;
  const isSubmittable = typeof first === "object" && first !== null && "submit" in first;
  return isSubmittable || typeof given.at(-1) === "function";
}

/**
 * Lets a connection be asked one thing at a time: what is asked meanwhile waits for its turn here. Prisma reads the
 * relations of an `include` at once, also on the one connection of a transaction; pg queues that with a warning, and
 * will refuse it (pg 9).
 */
export function askOneAtATime(client: pg.PoolClient): void {
  const send = client.query.bind(client);
  let asked = 0;
  let last: Promise<unknown> = Promise.resolve();
  const done = () => {
    asked -= 1;
  };
  const query = (...given: unknown[]): unknown => {
    const now = (): unknown => Reflect.apply(send, client, given);
    if (isLeftToPg(given)) return now();
    asked += 1;
    const answer = asked === 1 ? Promise.resolve(now()) : last.then(now);
    last = answer.then(done, done); // a failure is told to whoever asked
    return answer;
  };
  Object.assign(client, { query });
}
