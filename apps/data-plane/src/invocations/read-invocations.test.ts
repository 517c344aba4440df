import { invocationSchema, logLineSchema, pageSchema } from "@annex/contract";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";

let platform: Platform;
let invocationId: string;

beforeAll(async () => {
  platform = await startPlatform();
  await platform.acme.deploy({ name: "talks", code: "export const handler = async () => ({});" });
  const answer = await platform.acme.run("/v1/functions/talks/invocations", {}, { "x-correlation-id": "order-4711" });
  invocationId = answer.invocationId ?? "";
});
afterAll(() => platform.close());

function getInvocation() {
  return vi.waitFor(
    async () => {
      const answer = await platform.acme.call("GET", `/v1/invocations/${invocationId}`);
      expect(answer.status).toBe(200);
      return invocationSchema.parse(answer.body);
    },
    { timeout: 2000, interval: 20 },
  );
}

test("an invocation can be read within two seconds, with its correlation ID", async () => {
  expect(await getInvocation()).toMatchObject({
    id: invocationId,
    functionName: "talks",
    correlationId: "order-4711",
    outcome: "success",
  });
});

test("its log lines are those of its request, and no other's", async () => {
  const { requestId } = await getInvocation();
  const { tenant } = platform.acme;
  const { operator } = platform.fresh.db;
  const { id: functionId } = await operator.function.findFirstOrThrow({ where: { name: "talks" } });
  const line = { tenantId: tenant.id, functionId, correlationId: "order-4711", level: "info", at: new Date() };
  await operator.logLine.createMany({
    data: [
      { ...line, requestId, eventId: "1", message: "mine" },
      { ...line, requestId: crypto.randomUUID(), eventId: "2", message: "another's" },
    ],
  });
  const answer = await platform.acme.call("GET", `/v1/invocations/${invocationId}/logs`);
  expect(
    pageSchema(logLineSchema)
      .parse(answer.body)
      .items.map(({ message }) => message),
  ).toEqual(["mine"]);
});

test("an ID that none can have is a missing invocation", async () => {
  for (const id of ["1", "%00", "x".repeat(120)]) {
    expect(problemOf(await platform.acme.call("GET", `/v1/invocations/${id}`))).toMatchObject({ status: 404 });
  }
});
