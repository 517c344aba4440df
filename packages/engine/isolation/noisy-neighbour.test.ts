import { afterAll, beforeAll, expect, it } from "vitest";
import { type ExecutionFixture, startExecution } from "../src/execution/testing/execution-fixture.ts";
import type { FunctionSpec } from "../src/execution/types.ts";

const ROUNDS = 5;
const INVOCATIONS = 200;
/**
 * Where a quiet answer takes a fraction of a millisecond, the turns of a fork or thread flood alone are more than that
 * by a multiple, and other tests run beside this one. The ratios themselves are measured by `pnpm bench neighbours`.
 */
const USUAL_MS = 10;
const LATE_MS = 100;

let fixture: ExecutionFixture;
let neighbour: FunctionSpec;
beforeAll(async () => {
  fixture = await startExecution({ maxEnvironmentsPerVersion: 4 });
  neighbour = fixture.define("export const handler = async (event) => event;");
});
afterAll(() => fixture.stop());

const attacks: readonly (readonly [string, () => FunctionSpec])[] = [
  ["spins in all its environments", () => fixture.define("export const handler = async () => { for (;;); };")],
  [
    "forks without end",
    () =>
      fixture.definePython(
        "import os\ndef handler(event, context):\n  while True:\n    try:\n      if os.fork() == 0: os._exit(0)\n    except OSError: pass",
      ),
  ],
  [
    "floods its standard output",
    () => fixture.definePython("import os\ndef handler(event, context):\n  while True: os.write(1, b'x\\n' * 30_000)"),
  ],
  ["floods its log", () => fixture.define("export const handler = async () => { for (;;) console.log('flood'); };")],
  ["ends as soon as it starts, and starts anew", () => fixture.define("process.exit(1);")],
  [
    "takes memory until it is ended",
    () =>
      fixture.definePython(
        "def handler(event, context):\n  held = []\n  while True: held.append(bytes([1]) * 1_000_000)",
      ),
  ],
  [
    "opens file handles until it has no more, and lets them go",
    () =>
      fixture.definePython(
        "import socket\ndef handler(event, context):\n  held = []\n  while True:\n    try: held.append(socket.socketpair())\n    except OSError: held.clear()",
      ),
  ],
  [
    "starts threads without end",
    () =>
      fixture.definePython(
        "import threading\ndef handler(event, context):\n  while True:\n    try: threading.Thread(target=lambda: None).start()\n    except RuntimeError: pass",
      ),
  ],
  [
    "fills and empties /tmp",
    () =>
      fixture.definePython(
        "def handler(event, context):\n  while True:\n    with open('/tmp/x', 'wb') as file:\n      for _ in range(300): file.write(bytes(1_000_000))",
      ),
  ],
];

// Quiet and noisy measurements alternate, and the middle one of the rounds counts: what else the machine does comes and
// goes, what the attack itself does to its neighbour it does in most of them.
it.each(attacks)(
  "beside a function that %s a neighbour's usual answer comes within twice the quiet time or 10 ms, and 99 of 100 within four times or 100 ms",
  async (_name, define) => {
    const hostile = { ...define(), timeoutMs: 1_500 };
    await fixture.run(neighbour);
    const rounds: { usual: number; late: number }[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const quiet = await durations();
      const attack = startAttack(hostile);
      await expect.poll(() => fixture.execution.environments().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
      const noisy = await durations();
      await attack.end();
      rounds.push({
        usual: percentile(noisy, 0.5) / Math.max(2 * percentile(quiet, 0.5), USUAL_MS),
        late: percentile(noisy, 0.99) / Math.max(4 * percentile(quiet, 0.99), LATE_MS),
      });
    }
    expect(middle(rounds.map(({ usual }) => usual))).toBeLessThanOrEqual(1);
    expect(middle(rounds.map(({ late }) => late))).toBeLessThanOrEqual(1);
  },
  240_000,
);

/** Four callers that invoke again as soon as they were answered, as long as the attack goes on. */
function startAttack(hostile: FunctionSpec): { end(): Promise<unknown> } {
  let going = true;
  const callers = [1, 2, 3, 4].map(async () => {
    while (going) await fixture.run(hostile);
  });
  return {
    end: () => {
      going = false;
      return Promise.all(callers);
    },
  };
}

async function durations(): Promise<number[]> {
  const measured: number[] = [];
  for (let count = 0; count < INVOCATIONS; count++) {
    const startedAt = performance.now();
    await fixture.run(neighbour, count);
    measured.push(performance.now() - startedAt);
  }
  return measured;
}

function percentile(values: readonly number[], part: number): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length * part)] ?? 0;
}

const middle = (values: readonly number[]) => percentile(values, 0.5);
