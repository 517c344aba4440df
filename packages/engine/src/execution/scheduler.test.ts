import { expect, it, onTestFinished } from "vitest";
import type { ExecutionOptions } from "./create-execution.ts";
import { startExecution } from "./testing/execution-fixture.ts";

async function start(options: Partial<ExecutionOptions>) {
  const fixture = await startExecution(options);
  onTestFinished(() => fixture.stop());
  return fixture;
}

const slow = `import { randomUUID } from "node:crypto"; const id = randomUUID(); let running = 0;
  export const handler = async (event) => { const mine = ++running; await new Promise((r) => setTimeout(r, 20)); running--; return { id, mine, event }; };`;

it("runs one invocation at a time in an environment, and no more environments than the bound", async () => {
  const fixture = await start({ maxEnvironmentsPerVersion: 2 });
  const spec = fixture.define(slow);
  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((event) => fixture.run(spec, event)));
  answers.forEach((answer, index) => {
    expect(answer.output).toMatchObject({ mine: 1, event: index + 1 });
  });
  expect(new Set(answers.map((answer) => answer.logStream)).size).toBe(2);
});

it("answers every one of many short invocations, each caller its own, with more callers than environments", async () => {
  const fixture = await start({ maxEnvironmentsPerVersion: 6 });
  const spec = fixture.define("export const handler = async (event) => event;");
  const streams = new Set<string>();
  const callers = Array.from({ length: 24 }, async (_, caller) => {
    for (let event = 0; event < 20; event++) {
      const { output, logStream } = await fixture.run(spec, { caller, event });
      expect(output).toEqual({ caller, event });
      streams.add(logStream);
    }
  });
  await Promise.all(callers);
  expect(streams.size).toBeLessThanOrEqual(6);
});

it("serves every one of many callers of a function that waits, each from an environment of its own", async () => {
  const fixture = await start({});
  const text = "export const handler = (event) => new Promise((r) => setTimeout(() => r(event), 300));";
  const spec = fixture.define(text);
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((event) => fixture.run(spec, event)));
  const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((event) => fixture.run(spec, event)));
  expect(new Set(answers.map(({ logStream }) => logStream)).size).toBe(8);
});

it("makes place for another function by ending what has been idle for longest", async () => {
  const fixture = await start({ maxEnvironments: 1 });
  for (const event of [1, 2]) expect((await fixture.run(fixture.define(slow), event)).output).toMatchObject({ event });
  expect(fixture.execution.environments().length).toBe(1);
});

it("ends what has been idle for longest first when the machine runs short of memory, and goes on serving", async () => {
  let availableMb = 4_096;
  const fixture = await start({ availableMemoryMb: () => availableMb, idleTimeoutMs: 400 * 1_000 });
  const [older, newer] = [fixture.define(slow), fixture.define(slow)];
  const first = await fixture.run(older);
  const second = await fixture.run(newer);
  availableMb = 10;
  await expect.poll(() => fixture.execution.environments().length, { timeout: 10_000, interval: 10 }).toBe(1);
  availableMb = 4_096;
  expect((await fixture.run(newer)).logStream).toBe(second.logStream);
  expect((await fixture.run(older)).logStream).not.toBe(first.logStream);
  availableMb = 10;
  await expect.poll(() => fixture.execution.environments().length, { timeout: 10_000, interval: 10 }).toBe(0);
  expect((await fixture.run(newer, 3)).output).toMatchObject({ event: 3 });
});

it("lets a function wait until another's environment is free when all are busy", async () => {
  const fixture = await start({ maxEnvironments: 1 });
  const [one, other] = [fixture.define(slow), fixture.define(slow)];
  const answers = await Promise.all([fixture.run(one, 1), fixture.run(other, 2)]);
  expect(answers.map((answer) => answer.functionError)).toEqual([undefined, undefined]);
});

it("ends environments that have been idle for the set time", async () => {
  const fixture = await start({ idleTimeoutMs: 100 });
  await fixture.run(fixture.define(slow));
  await expect.poll(() => fixture.execution.environments().length, { timeout: 5_000 }).toBe(0);
});

it("uses a pre-started environment once, and starts another in its place", async () => {
  const fixture = await start({ poolSize: 1 });
  await fixture.execution.poolFilled();
  const before = fixture.execution.environments().map(({ id }) => id);
  await fixture.run(fixture.define(slow));
  await fixture.execution.poolFilled();
  const after = fixture.execution.environments().map(({ id }) => id);
  expect(after.length).toBe(before.length + 1);
  expect(before.filter((id) => !after.includes(id))).toEqual([]);
});

it("fails as the engine's fault, and leaves nothing behind, when the code is gone", async () => {
  const fixture = await start({});
  const spec = fixture.define(slow, { codeDir: "/nowhere" });
  await expect(fixture.run(spec)).rejects.toThrow(/ENOENT/);
  await expect.poll(() => fixture.execution.environments().length, { timeout: 5_000 }).toBe(0);
});

it("refuses a runtime that the machine does not have", async () => {
  const fixture = await start({});
  await expect(fixture.run(fixture.define(slow, { runtime: "ruby3.4" }))).rejects.toThrow(
    "the runtime ruby3.4 is not on this machine",
  );
});

it("leaves a place for another function, however many a greedy one would take", async () => {
  const fixture = await start({ maxEnvironments: 4 });
  const greedy = fixture.define("export const handler = () => new Promise((resolve) => setTimeout(resolve, 1_500));");
  const taking = Array.from({ length: 12 }, () => fixture.run(greedy));
  await expect.poll(() => fixture.execution.environments().length, { timeout: 10_000 }).toBe(2);
  const other = fixture.define("export const handler = async () => 'served';");
  const first = await Promise.race([fixture.run(other).then(({ output }) => output), Promise.all(taking)]);
  expect(first).toBe("served");
  await Promise.all(taking);
});

it("starts one for who waits for a first environment before another for those who have some starting", async () => {
  const fixture = await start({});
  // Each invocation wants an environment of its own, and many more are wanted than start at once.
  const greedy = Array.from({ length: 6 }, () => fixture.define("process.exit(1);"));
  let ended = 0;
  const attack = greedy.flatMap((spec) =>
    Array.from({ length: 10 }, async () => {
      await fixture.run(spec);
      ended += 1;
    }),
  );
  const other = await fixture.run(fixture.define("export const handler = async () => 'served';"));
  expect(other.output).toBe("served");
  expect(ended).toBeLessThan(30);
  await Promise.all(attack);
});
