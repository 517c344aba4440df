import {
  type CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CreateAliasCommand,
  InvokeCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { AwsQueryProtocol } from "@aws-sdk/core/protocols";
import { SmithyRpcV2CborProtocol } from "@smithy/core/cbor";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction, type RunningEngine, startEngine } from "./fixture.ts";

const FunctionName = "annex-metered";
const hour = 3_600_000;
let engine: RunningEngine;

const invoke = (event: object, Qualifier?: string) =>
  engine.lambda().send(new InvokeCommand({ FunctionName, Qualifier, Payload: Buffer.from(JSON.stringify(event)) }));

beforeAll(async () => {
  engine = await startEngine();
  const code = `exports.handler = async ({ fail, waitMs = 0 }) => {
    if (fail) throw new Error("no");
    await new Promise((done) => setTimeout(done, waitMs));
  };`;
  await createFunction(engine, FunctionName, { "index.js": code });
  const lambda = engine.lambda();
  await lambda.send(new PublishVersionCommand({ FunctionName }));
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" }));
  for (let count = 0; count < 3; count += 1) await invoke({});
  await invoke({ waitMs: 120 });
  await invoke({ fail: true });
  await invoke({}, "live");
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await expect(invoke({})).rejects.toMatchObject({ name: "TooManyRequestsException" });
});
afterAll(() => engine.close());

const dimensions = (resource?: string) => [
  { Name: "FunctionName", Value: FunctionName },
  ...(resource === undefined ? [] : [{ Name: "Resource", Value: resource }]),
];
const span = () => ({ StartTime: new Date(Date.now() - hour), EndTime: new Date(Date.now() + hour) });

async function sumOf(client: CloudWatchClient, MetricName: string, Stat: string, resource?: string): Promise<number> {
  const Metric = { Namespace: "AWS/Lambda", MetricName, Dimensions: dimensions(resource) };
  const query = { Id: "m1", MetricStat: { Metric, Period: 3 * 3600, Stat } };
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({ MetricDataQueries: [query], ...span() }),
  );
  // The span may touch two periods where one ends just now.
  return (MetricDataResults[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
}

describe.each([
  ["awsJson1_0", () => engine.metrics()],
  ["rpc-v2-cbor", () => engine.metrics({ protocol: SmithyRpcV2CborProtocol })],
  ["query", () => engine.metrics({ protocol: AwsQueryProtocol })],
])("over %s", (_, open) => {
  test("GetMetricData counts what ran, by function and by resource", async () => {
    const client = open();
    expect(await sumOf(client, "Invocations", "Sum")).toBe(6);
    expect(await sumOf(client, "Errors", "Sum")).toBe(1);
    expect(await sumOf(client, "Throttles", "Sum")).toBe(1);
    expect(await sumOf(client, "Invocations", "Sum", `${FunctionName}:live`)).toBe(1);
    expect(await sumOf(client, "Invocations", "Sum", FunctionName)).toBe(5);
    expect(await sumOf(client, "ConcurrentExecutions", "Maximum")).toBe(1);
    expect(await sumOf(client, "Duration", "SampleCount")).toBe(6);
    expect(await sumOf(client, "Duration", "p100")).toBeGreaterThanOrEqual(119);
    expect(await sumOf(client, "Duration", "p50")).toBeLessThan(119);
  });

  test("GetMetricStatistics answers statistics and percentiles with their unit", async () => {
    const { Label, Datapoints = [] } = await open().send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/Lambda",
        MetricName: "Duration",
        Dimensions: dimensions(),
        Period: 60,
        Statistics: ["Average", "Maximum", "SampleCount"],
        ExtendedStatistics: ["p99"],
        ...span(),
      }),
    );
    expect(Label).toBe("Duration");
    expect(Datapoints.reduce((sum, { SampleCount = 0 }) => sum + SampleCount, 0)).toBe(6);
    for (const { Timestamp, Unit, Average = 0, Maximum = 0, ExtendedStatistics } of Datapoints) {
      expect((Timestamp?.getTime() ?? 1) % 60_000).toBe(0);
      expect(Unit).toBe("Milliseconds");
      expect(Average).toBeLessThanOrEqual(Maximum);
      expect(ExtendedStatistics?.p99).toBeLessThanOrEqual(Maximum);
    }
  });

  test("ListMetrics tells what there is, narrowed by name and dimension", async () => {
    const { Metrics = [] } = await open().send(
      new ListMetricsCommand({ Namespace: "AWS/Lambda", MetricName: "Duration", Dimensions: dimensions() }),
    );
    const resources = Metrics.map(({ Dimensions = [] }) => Dimensions.find(({ Name }) => Name === "Resource")?.Value);
    expect(resources.sort()).toEqual([FunctionName, `${FunctionName}:live`, undefined]);
    const none = await open().send(new ListMetricsCommand({ Namespace: "AWS/EC2" }));
    expect(none.Metrics).toEqual([]);
  });

  test("an operation that is not there is refused by name, and a wrong input tells its fault", async () => {
    const put = new PutMetricDataCommand({ Namespace: "X", MetricData: [{ MetricName: "a", Value: 1 }] });
    await expect(open().send(put)).rejects.toMatchObject({
      name: "InvalidAction",
      message: "The engine does not support the CloudWatch operation PutMetricData.",
      $metadata: { httpStatusCode: 400 },
    });
    await expect(sumOf(open(), "Duration", "tm99")).rejects.toMatchObject({
      name: expect.stringMatching(/^Validation(Error|Exception)$/), // the SDK has its own name for it
      message: expect.stringContaining("The value tm99 for parameter Stat is not supported"),
    });
  });
});

test("pages go on where the last one ended", async () => {
  const Metric = (MetricName: string) => ({ Namespace: "AWS/Lambda", MetricName, Dimensions: dimensions() });
  const MetricDataQueries = ["Invocations", "Errors", "Duration"].map((name, index) => ({
    Id: `m${index}`,
    MetricStat: { Metric: Metric(name), Period: 3600, Stat: "Sum" },
  }));
  const seen: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await engine
      .metrics()
      .send(new GetMetricDataCommand({ MetricDataQueries, MaxDatapoints: 1, NextToken, ...span() }));
    for (const { Id, Values = [] } of page.MetricDataResults ?? []) if (Values.length > 0) seen.push(String(Id));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect([...new Set(seen)]).toEqual(["m0", "m1", "m2"]);
});

test("the counts are still there after a restart, and go on in the same minute", async () => {
  const before = await sumOf(engine.metrics(), "Invocations", "Sum");
  await engine.restart();
  expect(await sumOf(engine.metrics(), "Invocations", "Sum")).toBe(before);
  await expect(invoke({})).rejects.toMatchObject({ name: "TooManyRequestsException" });
  expect(await sumOf(engine.metrics(), "Throttles", "Sum")).toBe(2);
});
