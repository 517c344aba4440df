import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeQueriesCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  StartLiveTailCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction, type RunningEngine, startEngine, until } from "./fixture.ts";

const logGroupName = "annex/app";
const logStreamName = "one";
const missing = { name: "ResourceNotFoundException", $metadata: { httpStatusCode: 400 } };
let engine: RunningEngine;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  engine = await startEngine();
  logs = engine.logs();
  await createFunction(engine, "annex-logs", {
    "index.js": "exports.handler = async () => console.log('hello tail');",
  });
});
afterAll(() => engine.close());

const put = (messages: readonly string[], at = Date.now(), stream = logStreamName) =>
  logs.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName: stream,
      logEvents: messages.map((message, index) => ({ message, timestamp: at + index })),
    }),
  );

async function filter(filterPattern: string, extra: Partial<FilterLogEventsCommandInput> = {}): Promise<string[]> {
  const found: string[] = [];
  let nextToken: string | undefined;
  do {
    const command = new FilterLogEventsCommand({ logGroupName, filterPattern, nextToken, ...extra });
    const page = await logs.send(command);
    found.push(...(page.events ?? []).map(({ message = "" }) => message));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

describe("groups and streams", () => {
  test("are created once, described, and deleted with all that is in them", async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await expect(logs.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
      name: "ResourceAlreadyExistsException",
    });
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    await expect(logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }))).rejects.toMatchObject({
      name: "ResourceAlreadyExistsException",
    });
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "annex/" }));
    expect(logGroups).toMatchObject([
      { logGroupName, arn: "arn:aws:logs:eu-central-1:000000000000:log-group:annex/app:*", logGroupClass: "STANDARD" },
    ]);
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
    expect(logStreams?.map((stream) => [stream.logStreamName, stream.lastEventTimestamp])).toEqual([
      ["one", undefined],
    ]);
    await put(["gone soon"]);
    await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
    expect(await filter("")).toEqual([]);
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    await expect(filter("")).rejects.toMatchObject(missing);
    await expect(logs.send(new DeleteLogGroupCommand({ logGroupName }))).rejects.toMatchObject(missing);
  });

  test("keep events as long as their retention says, of the spans that CloudWatch knows", async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    await put(["old"], Date.now() - 2 * 86_400_000);
    await put(["new"]);
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: "APP" }));
    expect(logGroups?.map(({ retentionInDays }) => retentionInDays)).toEqual([1]);
    await engine.restart(); // the sweep is at the start, and then every hour
    logs = engine.logs();
    expect(await filter("")).toEqual(["new"]);
    await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
    const wrong = new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 });
    await expect(logs.send(wrong)).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});

describe("PutLogEvents", () => {
  test("is refused for what is not there, out of order, or too large; what is too old is told", async () => {
    await expect(put(["x"], Date.now(), "none")).rejects.toMatchObject(missing);
    const now = Date.now();
    const unordered = [
      { message: "b", timestamp: now },
      { message: "a", timestamp: now - 1 },
    ];
    const invalid = { name: "InvalidParameterException" };
    const send = (logEvents: { message: string; timestamp: number }[]) =>
      logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    await expect(send(unordered)).rejects.toMatchObject({
      ...invalid,
      message: expect.stringContaining("chronological order"),
    });
    await expect(send([{ message: "x".repeat(1_048_576), timestamp: now }])).rejects.toMatchObject({
      ...invalid,
      message: expect.stringContaining("Upload too large"),
    });
    const { rejectedLogEventsInfo } = await send([{ message: "ancient", timestamp: now - 15 * 86_400_000 }]);
    expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    expect(await filter("ancient")).toEqual([]);
  });

  test("is there after a restart that follows at once", async () => {
    await put(["kept for sure"]);
    await engine.restart();
    logs = engine.logs();
    expect(await filter('"kept for sure"')).toEqual(["kept for sure"]);
  });
});

describe("reading", () => {
  const at = Date.now() + 1000;
  const records = [
    "ERROR first",
    "INFO second",
    '{"level":"ERROR","ms":120}',
    '{"level":"INFO","ms":3}',
    'WARN third "quoted part"',
  ];
  beforeAll(async () => {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "read" }));
    await put(records, at, "read");
  });
  const only = { logStreamNames: ["read"] };

  test.each<[string, number[]]>([
    ["", [0, 1, 2, 3, 4]],
    ["ERROR", [0, 2]],
    ["?first ?second", [0, 1]],
    ["ERROR -first", [2]],
    ['"quoted part"', [4]],
    ['{ $.level = "ERROR" }', [2]],
    ["{ $.ms < 100 || $.ms > 119 }", [2, 3]],
  ])("with the pattern %j finds %j, a page at a time as well", async (pattern, wanted) => {
    const messages = wanted.map((index) => records[index]);
    expect(await filter(pattern, only)).toEqual(messages);
    expect(await filter(pattern, { ...only, limit: 1 })).toEqual(messages);
    expect(await filter(pattern, { logStreamNamePrefix: "rea" })).toEqual(messages);
  });

  test("refuses a pattern that cannot be read, and says why", async () => {
    await expect(filter("{ $.level ~ 1 }")).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringContaining("Invalid filter pattern"),
    });
  });

  test("one stream goes forward and backward by tokens, which come back unchanged at the end", async () => {
    const ask = (nextToken?: string) =>
      logs.send(
        new GetLogEventsCommand({ logGroupName, logStreamName: "read", limit: 2, startFromHead: true, nextToken }),
      );
    const first = await ask();
    const second = await ask(first.nextForwardToken);
    const third = await ask(second.nextForwardToken);
    const end = await ask(third.nextForwardToken);
    const seen = [first, second, third, end].flatMap(({ events = [] }) => events.map(({ message }) => message));
    expect(seen).toEqual(records);
    expect(end.nextForwardToken).toBe(third.nextForwardToken);
    const back = await ask(third.nextBackwardToken);
    expect(back.events?.map(({ message }) => message)).toEqual(records.slice(2, 4));
  });

  test("finds the needle in a large group, however few lines match", async () => {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "hay" }));
    const hay = Array.from({ length: 9000 }, (_, index) => (index === 8500 ? "needle" : `straw ${index}`));
    await put(hay, Date.now() - 60_000, "hay");
    expect(await filter("needle")).toEqual(["needle"]);
  });
});

test("a live tail shows what a function logs within seconds, and nothing of other groups", async () => {
  const { accessKeyId, secretAccessKey } = engine.keyOf("admin");
  const live = new CloudWatchLogsClient({
    region: "eu-central-1",
    endpoint: engine.url,
    credentials: { accessKeyId, secretAccessKey },
    disableHostPrefix: true, // else the SDK asks a host named streaming-127.0.0.1
  });
  await engine.lambda().send(new InvokeCommand({ FunctionName: "annex-logs" }));
  const identifier = "arn:aws:logs:eu-central-1:000000000000:log-group:/aws/lambda/annex-logs";
  await until(
    () => logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/lambda/annex-logs" })),
    ({ logGroups = [] }) => logGroups.length === 1,
  );
  const { responseStream } = await live.send(
    new StartLiveTailCommand({ logGroupIdentifiers: [identifier], logEventFilterPattern: '"hello tail"' }),
  );
  const seen: (string | undefined)[] = [];
  for await (const { sessionStart, sessionUpdate } of responseStream ?? []) {
    if (sessionStart) {
      await put(["hello tail of another group"]);
      await engine.lambda().send(new InvokeCommand({ FunctionName: "annex-logs" }));
    }
    seen.push(...(sessionUpdate?.sessionResults ?? []).map(({ logGroupIdentifier }) => logGroupIdentifier));
    if (seen.length > 0) break;
  }
  live.destroy();
  expect(seen).toEqual(["000000000000:/aws/lambda/annex-logs"]);
});

test("an operation that is not there is refused by name", async () => {
  await expect(logs.send(new DescribeQueriesCommand({}))).rejects.toMatchObject({
    name: "UnknownOperationException",
    message: "The engine does not support the CloudWatch Logs operation DescribeQueries.",
  });
});
