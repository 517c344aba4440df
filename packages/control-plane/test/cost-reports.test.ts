import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { compareCosts, createFunction, deleteCostReport, importCostReport, listCostReports } from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
let lambdaName: string;
beforeAll(async () => {
  plane = await startControlPlane();
  const { id } = await createFunction(plane.acme, { name: "score", extensionPointKey: null, template: "blank" });
  const { operator } = plane.fresh.db;
  ({ lambdaName } = await operator.function.findUniqueOrThrow({ where: { id }, select: { lambdaName: true } }));
  const sums = { month: new Date("2026-10-01"), releaseNumber: 1, invocations: 1000n, billedMbMs: 1n };
  await operator.monthCost.createMany({
    data: [{ ...sums, tenantId: plane.acme.tenant.id, functionId: id, costPicoUsd: 2_000_000_000_000n }],
  });
});
afterAll(() => plane.close());
beforeEach(async () => {
  await plane.fresh.db.operator.costReport.deleteMany();
});

async function* bytes(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === "string" ? new TextEncoder().encode(part) : part;
}

const take = (...parts: readonly (string | Uint8Array)[]) =>
  importCostReport(plane.operator, { fileName: "annex-00001.csv.gz", body: bytes(...parts) });
const compare = (by: "tenant" | "function") => compareCosts(plane.operator, { month: "2026-10", by });

const legacyHead =
  "identity/LineItemId,bill/BillingPeriodStartDate,lineItem/LineItemType,lineItem/UsageEndDate,lineItem/ProductCode," +
  "lineItem/UsageType,lineItem/ResourceId,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost," +
  "resourceTags/user:function,resourceTags/user:tenant";
interface Line {
  readonly type?: string;
  readonly service?: string;
  readonly usage?: string;
  readonly resource?: string;
  readonly usd: string;
  readonly fn?: string;
  readonly tenant?: string;
}
const legacy = (line: Line) =>
  [
    ...["id", "2026-10-01T00:00:00Z", line.type ?? "Usage", "2026-10-31T22:00:00Z", line.service ?? "AWSLambda"],
    ...[line.usage ?? "EUC1-Lambda-GB-Second", line.resource ?? "", "1.5", "USD", line.usd],
    ...[line.fn ?? "", line.tenant ?? ""],
  ].join(",");
const legacyReport = (...lines: readonly Line[]) => [legacyHead, ...lines.map(legacy), ""].join("\n");

const secondHead =
  "bill_billing_period_start_date,line_item_line_item_type,line_item_product_code,line_item_usage_type," +
  "line_item_usage_amount,line_item_currency_code,line_item_unblended_cost,resource_tags";
const second = (tags: string, usd = "2.5") =>
  `2026-10-01 00:00:00.000,Usage,AWSLambda,Request-ARM,12,USD,${usd},"${tags.replaceAll('"', '""')}"`;

const mine = { tenant: "acme", fn: "score" } as const;

describe("a report of a month", () => {
  test("stands beside the estimate by tenant: what is billed, how far it is from the estimate, and what is not of it", async () => {
    await take(
      gzipSync(
        legacyReport(
          { ...mine, usd: "1.5" },
          { ...mine, usage: "EUC1-Request", usd: "1.0E0" },
          { ...mine, usage: "EUC1-DataTransfer-Out-Bytes", usd: "0.25" },
          { ...mine, type: "Credit", usd: "-0.75" },
        ),
      ),
    );
    const { rows, ...totals } = await compare("tenant");
    expect(rows).toEqual([
      {
        key: expect.any(String),
        kind: "known",
        tenantId: plane.acme.tenant.id,
        tenant: plane.acme.tenant.name,
        functionName: null,
        estimateUsd: 2,
        billedUsd: 2.5,
        differenceUsd: 0.5,
        differenceShare: 0.25,
        otherUsd: 0.25,
      },
    ]);
    expect(totals).toMatchObject({ estimateUsd: 2, billedUsd: 2.5, otherUsd: 0.25, adjustmentsUsd: -0.75 });
    expect(totals.report).toMatchObject({ month: "2026-10", lines: 4, billedUntil: "2026-10-31T22:00:00.000Z" });
    expect(totals.usage.map(({ usageType, isEstimated }) => [usageType, isEstimated])).toEqual([
      ["EUC1-Lambda-GB-Second", true],
      ["EUC1-Request", true],
      ["EUC1-Lambda-GB-Second", false],
      ["EUC1-DataTransfer-Out-Bytes", false],
    ]);
  });

  test("by function shows lines without tags, and tags of what the platform does not have, as rows of their own", async () => {
    await take(
      legacyReport(
        { ...mine, usd: "4" },
        { tenant: "acme", usd: "3" },
        { tenant: "acme", fn: "gone", usd: "2" },
        { tenant: "stranger", fn: "score", usd: "1" },
        { usd: "0.5" },
      ),
    );
    const { rows } = await compare("function");
    expect(rows.map(({ kind, tenant, functionName, billedUsd }) => [kind, tenant, functionName, billedUsd])).toEqual([
      ["known", plane.acme.tenant.name, "score", 4],
      ["untagged", plane.acme.tenant.name, null, 3],
      ["unknown", plane.acme.tenant.name, "gone", 2],
      ["unknown", "stranger", "score", 1],
      ["untagged", null, null, 0.5],
    ]);
  });

  test("is known by the Lambda function's name where AWS wrote no tags", async () => {
    const resource = `arn:aws:lambda:eu-central-1:123456789012:function:${lambdaName}`;
    expect(await take(legacyReport({ resource, usd: "1" }))).toMatchObject({ named: 1 });
    expect((await compare("function")).rows).toMatchObject([{ kind: "known", functionName: "score", billedUsd: 1 }]);
  });

  test.each([
    ["resource_tags", '{"user_tenant":"acme","user_function":"score","user_plan":"pro"}'],
    ["tags", '{"resourceTags/user:tenant":"acme","resourceTags/user:function":"score"}'],
  ])("is read in the columns of CUR 2.0, its tags from the map %s", async (column, tags) => {
    await take(gzipSync([secondHead.replace("resource_tags", column), second(tags), second("{}"), ""].join("\n")));
    expect((await compare("function")).rows).toMatchObject([
      { kind: "known", functionName: "score", billedUsd: 2.5 },
      { kind: "untagged", billedUsd: 2.5 },
    ]);
  });

  test("comes in parts that follow one another, each with its heading row", async () => {
    const part = gzipSync(legacyReport({ ...mine, usd: "1" }));
    expect(await take(part, part)).toMatchObject({ lines: 2 });
    expect((await compare("tenant")).billedUsd).toBe(2);
  });

  test("imported twice is imported once; a newer one takes its place, and the audit trail tells of both", async () => {
    const { operator } = plane.fresh.db;
    const events = () =>
      operator.auditEvent.findMany({ where: { action: "importCostReport" }, orderBy: { id: "asc" } });
    const before = (await events()).length;
    const first = await take(legacyReport({ ...mine, usd: "1" }));
    expect(await take(legacyReport({ ...mine, usd: "1" }))).toEqual(first);
    const newer = await take(legacyReport({ ...mine, usd: "3" }));
    expect((await listCostReports(plane.operator)).map(({ id, replacedAt }) => [id, replacedAt !== null])).toEqual([
      [newer.id, false],
      [first.id, true],
    ]);
    expect((await compare("tenant")).billedUsd).toBe(3);
    expect((await events()).slice(before)).toMatchObject([
      { target: "cost-report:2026-10", actor: "user:operator@annex.example", detail: { replaced: null } },
      { target: "cost-report:2026-10", detail: { replaced: first.sha256, sha256: newer.sha256 } },
    ]);
    await deleteCostReport(plane.operator, { reportId: newer.id });
    expect(await compare("tenant")).toMatchObject({ report: null, billedUsd: 0, estimateUsd: 2 });
    expect(await operator.costReportLine.count()).toBe(0);
  });

  test("of a hundred thousand lines is summed as it streams in", async () => {
    const lines = `${legacy({ ...mine, usd: "0.0000000001" })}\n`.repeat(1000);
    const parts = Array.from({ length: 100 }, () => lines);
    expect(await take(`${legacyHead}\n`, ...parts)).toMatchObject({ lines: 100_000 });
    expect((await compare("tenant")).billedUsd).toBeCloseTo(0.00001, 12);
  });
});

describe("what is no report of a month is refused, and nothing is written", () => {
  const whole = legacyReport({ ...mine, usd: "1" });
  const row = (from: string, to: string) => whole.replace(from, to);
  test.each<[string, readonly (string | Uint8Array)[], RegExp]>([
    ["nothing", [], /file is empty/],
    ["Parquet", ["PAR1\u0015\u0004"], /Parquet.*text\/csv/],
    ["a zip", ["PK\u0003\u0004rest"], /zip\. Unpack it/],
    ["a file of something else", ["name,age\nada,36\n"], /no cost-and-usage report.*lineItem\/UnblendedCost/],
    ["a heading without the cost", [whole.replace("lineItem/UnblendedCost", "x")], /Row 1.*lineItem\/UnblendedCost/],
    ["a heading alone", [`${legacyHead}\n`], /no line/],
    ["a cost that is no number", [row(",USD,1,", ",USD,one,")], /^Row 2, column lineItem\/UnblendedCost: "one"/],
    ["a cost beyond reason", [row(",USD,1,", ",USD,9e9,")], /^Row 2, .*million dollars/],
    ["another currency", [row(",USD,", ",CNY,")], /^Row 2, column lineItem\/CurrencyCode: "CNY" is not USD/],
    ["a month that is none", [row("2026-10-01", "2026-10-02")], /^Row 2, column bill\/BillingPeriodStartDate/],
    [
      "two months",
      [`${whole}${legacy({ usd: "1" }).replace("2026-10-01", "2026-11-01")}\n`],
      /^Row 3, column bill.*2026-11.*2026-10/,
    ],
    ["a row with too few columns", [`${whole}a,b\n`], /^Row 3 is not CSV: .*number of columns/],
    ["a quote that is not closed", [`${whole}"a\n`], /^Row 3 is not CSV: its quotes/],
    ["a row without end", [`${whole}"`, "x".repeat(1_200_000)], /^Row 3 is not CSV: it has more than 1000000 bytes/],
    ["tags that are no map", [[secondHead, second("acme"), ""].join("\n")], /^Row 2, column resource_tags: "acme"/],
    ["a gzip that is cut off", [gzipSync(whole).subarray(0, 60)], /cut off or damaged/],
    ["a gzip that is damaged", [new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])], /cut off or damaged/],
  ])("%s", async (_what, parts, message) => {
    await expect(take(...parts)).rejects.toMatchObject({
      code: "invalid_request",
      message: expect.stringMatching(message),
    });
    expect(await listCostReports(plane.operator)).toEqual([]);
  });
});
