import { randomUUID } from "node:crypto";
import { acceptResponseSchema, mostHops } from "@annex/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Answer, type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";

/** What a function sets going is as deep as its own calls are: it must not begin anew by a way around. */
let platform: Platform;
let functionId: string;

beforeAll(async () => {
  platform = await startPlatform();
  const deployed = await platform.acme.deploy({ name: "loops", code: "export const handler = async () => ({});" });
  functionId = deployed.functionId;
});
afterAll(() => platform.close());

async function ask(hops: number | undefined, url: string, body: unknown, said?: number): Promise<Answer> {
  const token = await platform.acme.token(hops === undefined ? {} : { hops });
  const headers: Record<string, string> = said === undefined ? {} : { "x-annex-hops": String(said) };
  return platform.acme.call("POST", url, { token, body, headers });
}

const hopsOf = async (id: string) =>
  (await platform.fresh.db.operator.acceptedInvocation.findUniqueOrThrow({ where: { id } })).hops;

async function deadLetter(hops: number): Promise<string> {
  const { id: tenantId } = platform.acme.tenant;
  const own = { id: randomUUID(), tenantId, functionId, functionName: "loops", correlationId: "call-0001", hops };
  const run = { trigger: "async", caller: "client:x", fields: {}, policy: {} } as const;
  const data = { ...own, ...run, state: "dead" as const, finishedAt: new Date() };
  await platform.fresh.db.operator.acceptedInvocation.create({ data });
  return own.id;
}

async function recorded(): Promise<string> {
  const { id: tenantId } = platform.acme.tenant;
  const own = { id: randomUUID(), tenantId, functionId, functionName: "loops", attempt: 1, fields: {} };
  const kept = { recordedAt: new Date(), expiresAt: new Date(Date.now() + 86_400_000) };
  const data = { ...own, ...kept, releaseNumber: 1, outcome: "success" as const, dropped: [] };
  await platform.fresh.db.operator.recordedPayload.create({ data });
  return own.id;
}

const startedSchema = z.object({ id: z.string() });

describe.each([
  ["from outside", undefined, undefined, 0],
  ["by a function", 3, undefined, 3],
  ["by a function that says less", 3, 1, 3],
  ["by a function that says more", 3, 5, 5],
] as const)("%s", (_, hops, said, deep) => {
  test("an asynchronous call is as deep as the call that made it", async () => {
    const { status, body } = await ask(hops, "/v1/functions/loops/invocations?mode=async", { fields: {} }, said);
    expect(status).toBe(202);
    const [accepted] = acceptResponseSchema.parse(body).invocations;
    expect(await hopsOf(accepted?.invocationId ?? "")).toBe(deep);
  });

  test("a dead letter that runs again is as deep, or as deep as it was", async () => {
    const [shallow, deeper] = [await deadLetter(0), await deadLetter(7)];
    const again = await ask(hops, "/v1/dead-letters/redrive", { ids: [shallow, deeper] }, said);
    expect(again.body).toEqual({ changed: 2 });
    expect([await hopsOf(shallow), await hopsOf(deeper)]).toEqual([deep, 7]);
  });

  test("a replay of a release is as deep", async () => {
    const answer = await ask(hops, `/v1/invocations/${await recorded()}/replay`, { target: { kind: "live" } }, said);
    expect(await hopsOf(startedSchema.parse(answer.body).id)).toBe(deep);
  });
});

test("a draft is run from outside only: what it calls begins to count anew", async () => {
  const url = `/v1/invocations/${await recorded()}/replay`;
  const drafts = () => platform.fresh.db.operator.testRun.count();
  const before = await drafts();
  const refused = await ask(1, url, { target: { kind: "draft" } });
  expect(problemOf(refused)).toMatchObject({ status: 409, detail: expect.stringContaining("cannot run a draft") });
  expect(await drafts()).toBe(before);
});

test.each([
  ["/v1/functions/loops/invocations?mode=async", { fields: {} }],
  ["/v1/dead-letters/redrive", { function: "loops" }],
  ["/v1/dead-letters/discard", { function: "loops" }],
] as const)("what is as deep as calls may be is refused at %s, and changes nothing", async (url, body) => {
  const letter = await deadLetter(0);
  const accepted = () => platform.fresh.db.operator.acceptedInvocation.count();
  const before = await accepted();
  expect(problemOf(await ask(mostHops, url, body))).toMatchObject({ status: 409, code: "conflict" });
  const { state } = await platform.fresh.db.operator.acceptedInvocation.findUniqueOrThrow({ where: { id: letter } });
  expect([state, await accepted()]).toEqual(["dead", before]);
});
