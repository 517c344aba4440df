import { CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { createFunction, type RunningEngine, startEngine, until } from "./fixture.ts";

const files = {
  "index.mjs": `export const handler = async ({ say, ms }) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    console.log(say);
    return say;
  };`,
};

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine({ poolSize: 0 });
  await createFunction(engine, "annex-slow", files, { Timeout: 30 });
});
afterAll(() => engine.close());

async function environments(): Promise<number> {
  const answer: unknown = await (await fetch(`${engine.url}/_engine/health`)).json();
  return z.object({ environments: z.number() }).parse(answer).environments;
}

/** An invocation that is under way when this returns. */
async function begin(say: string, ms: number, abortSignal?: AbortSignal) {
  const Payload = JSON.stringify({ say, ms });
  const command = new InvokeCommand({ FunctionName: "annex-slow", Payload });
  const answer = engine.lambda().send(command, abortSignal === undefined ? {} : { abortSignal });
  answer.catch(() => {});
  await until(environments, (count) => count > 0);
  return answer;
}

test("a caller that goes away does not stop the function", async () => {
  const logGroupName = "/aws/lambda/annex-slow";
  await engine.logs().send(new CreateLogGroupCommand({ logGroupName }));
  const caller = new AbortController();
  const answer = begin("went on without its caller", 300, caller.signal);
  await until(environments, (count) => count > 0);
  caller.abort();
  await expect((async () => (await answer).StatusCode)()).rejects.toThrow(/abort/i);
  const question = { logGroupName, filterPattern: '"went on without its caller"' };
  await until(
    () => engine.logs().send(new FilterLogEventsCommand(question)),
    ({ events = [] }) => events.length === 1,
  );
});

test("an engine that is stopped answers what runs, and takes nothing more", async () => {
  const before = await environments();
  const answers = ["first", "second"].map((say) => begin(say, 500));
  await until(environments, (count) => count > before);
  const restarted = engine.restart();
  const results = await Promise.all(answers);
  expect(results.map(({ StatusCode, Payload }) => [StatusCode, Buffer.from(Payload ?? []).toString()])).toEqual([
    [200, '"first"'],
    [200, '"second"'],
  ]);
  await restarted;
  expect(await environments()).toBe(0);
});
