import { afterAll, beforeAll, expect, it } from "vitest";
import { type ExecutionFixture, startExecution } from "../src/execution/testing/execution-fixture.ts";
import type { FunctionSpec } from "../src/execution/types.ts";

const ROUNDS = 8;
const INVOCATIONS = 200;

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

// Other work on the machine makes single figures worthless: quiet and noisy measurements alternate, and the bound has
// to hold in one of the rounds. What the attack itself does to its neighbour, it does in all of them.
it.each(attacks)(
  "beside a function that %s a neighbour still answers, its p99 within twice the quiet one in one of eight rounds",
  async (_name, define) => {
    const hostile = { ...define(), timeoutMs: 1_500 };
    await fixture.run(neighbour);
    const ratios: number[] = [];
    for (let round = 1; round <= ROUNDS && !ratios.some((ratio) => ratio <= 2); round++) {
      const quiet = p99(await durations());
      const attack = startAttack(hostile);
      await expect.poll(() => fixture.execution.environments().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
      const noisy = p99(await durations());
      await attack.end();
      ratios.push(noisy / quiet);
    }
    expect(Math.min(...ratios)).toBeLessThanOrEqual(2);
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

function p99(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length * 0.99)] ?? 0;
}
