import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { type ExecutionFixture, startExecution } from "../src/execution/testing/execution-fixture.ts";

let fixture: ExecutionFixture;
beforeAll(async () => {
  fixture = await startExecution();
});
afterAll(() => fixture.stop());

/** What a hostile handler needs to speak on the engine's descriptor by itself. */
const speak = `import fs from "node:fs";
  const send = (text) => { for (let rest = Buffer.from(text, "latin1"); rest.length > 0; ) try { rest = rest.subarray(fs.writeSync(4, rest)); } catch (error) { if (error.code !== "EAGAIN") throw error; } };
  const ask = (path, body = "") => "POST /2018-06-01/runtime/" + path + " HTTP/1.1\\r\\nContent-Length: " + body.length + "\\r\\n\\r\\n" + body;
  const next = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\n\\r\\n";
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));\n`;
const hostile = (body: string, options = {}) =>
  fixture.define(`${speak}export const handler = async (event, context) => { ${body} };`, options);

it("ends at its timeout when it asks for the next event instead of answering", async () => {
  const spec = hostile(`if (event.hang) { send(next); await wait(60_000); } return "ok";`, { timeoutMs: 700 });
  expect((await fixture.run(spec, { hang: true })).output).toMatchObject({ errorType: "Sandbox.Timedout" });
  expect((await fixture.run(spec)).output).toBe("ok");
});

it("gets one event at a time however often it asks", async () => {
  const text = `${speak}let running = 0; export const handler = async (event) => { if (++running > 1) return "two at once"; send(next + next + next); await wait(100); running--; return event; };`;
  const spec = fixture.define(text);
  const answers = await Promise.all([1, 2, 3, 4].map((event) => fixture.run(spec, event)));
  expect(answers.map(({ output }) => output)).toEqual([1, 2, 3, 4]);
  expect((await fixture.run(spec, 5)).output).toBe(5);
});

it.each([
  [
    "answers for other requests",
    "for (;;) send(ask('invocation/00000000-0000-0000-0000-000000000000/response', 'x'));",
  ],
  ["paths that are none", "for (;;) send('GET / HTTP/1.1\\r\\n\\r\\n');"],
  ["requests for a function", "for (;;) send('GET /2018-06-01/runtime/annex/assignment HTTP/1.1\\r\\n\\r\\n');"],
  ["what is no HTTP", "for (;;) send('x'.repeat(100_000));"],
])("is ended when it floods the engine with %s", async (_name, body) => {
  const startedAt = performance.now();
  const answer = await fixture.run(hostile(body, { timeoutMs: 60_000 }));
  expect(answer.output).toMatchObject({ errorType: "Runtime.ExitError" });
  expect(performance.now() - startedAt).toBeLessThan(30_000);
});

it("cannot fill the engine's memory with a body that never ends", async () => {
  const body = `send("POST /2018-06-01/runtime/invocation/" + context.awsRequestId + "/response HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n");
    const block = "x".repeat(1 << 20); for (;;) send("100000\\r\\n" + block + "\\r\\n");`;
  const before = process.memoryUsage().rss;
  const { output } = await fixture.run(hostile(body, { timeoutMs: 2_000 }));
  // Whichever comes first: its timeout, or the end for a body that is many times what an answer may be.
  expect(["Sandbox.Timedout", "Runtime.ExitError"]).toContain(
    z.object({ errorType: z.string() }).parse(output).errorType,
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(400 << 20);
});

it("cannot go on for long after its answer", async () => {
  const body = `send(ask("invocation/" + context.awsRequestId + "/response", '"early"')); for (;;);`;
  const spec = hostile(body, { timeoutMs: 60_000 });
  const before = fixture.execution.environments().map(({ id }) => id);
  expect((await fixture.run(spec)).output).toBe("early");
  const left = () => fixture.execution.environments().filter(({ id }) => !before.includes(id));
  await expect.poll(() => left().length, { timeout: 20_000 }).toBe(0);
});

it("cannot date its log lines into another time", async () => {
  const frame = `const frame = (us) => { const bytes = Buffer.alloc(17); bytes.writeUInt32BE(0xa55a0003, 0); bytes.writeUInt32BE(1, 4); bytes.writeBigUInt64BE(us, 8); bytes.write("x", 16); fs.writeSync(3, bytes); };`;
  const startedAt = Date.now();
  const answer = await fixture.run(hostile(`${frame} frame(0n); frame(253402300800000000n); frame(2n ** 64n - 1n);`));
  const times = answer.logs.filter(({ kind }) => kind === "function").map(({ timestamp }) => timestamp);
  expect(times.length).toBe(3);
  for (const time of times) expect(time).toBeGreaterThanOrEqual(startedAt);
  for (const time of times) expect(time).toBeLessThanOrEqual(Date.now());
});
