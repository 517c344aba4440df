import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Answer, type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";

let platform: Platform;
const ids = {
  own: randomUUID(),
  others: randomUUID(),
  point: randomUUID(),
  waiting: randomUUID(),
  record: randomUUID(),
};

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

/** Dead letters: of `score`, of `other`, of `other` for a point; one of `other` that waits; one that was recorded. */
beforeEach(async () => {
  const { acceptedInvocation, recordedPayload } = platform.fresh.db.operator;
  const tenantId = platform.acme.tenant.id;
  await acceptedInvocation.deleteMany();
  await recordedPayload.deleteMany();
  const shared = { tenantId, functionId: randomUUID(), correlationId: "call-0001", hops: 0, trigger: "async" as const };
  const row = { ...shared, caller: "client:x", fields: {}, policy: {}, state: "dead" as const, finishedAt: new Date() };
  await acceptedInvocation.createMany({
    data: [
      { ...row, id: ids.own, functionName: "score" },
      { ...row, id: ids.others, functionName: "other" },
      { ...row, id: ids.point, functionName: "other", extensionPointKey: "invoice.submitted" },
      { ...row, id: ids.waiting, functionName: "other", state: "queued", finishedAt: null },
    ],
  });
  const recorded = { id: ids.record, attempt: 1, tenantId, functionId: randomUUID(), functionName: "other" };
  const kept = { recordedAt: new Date(), expiresAt: new Date(Date.now() + 86_400_000) };
  await recordedPayload.create({ data: { ...recorded, releaseNumber: 1, outcome: "success", dropped: [], ...kept } });
});

async function ask(scope: string, method: "GET" | "POST", url: string, body?: unknown): Promise<Answer> {
  return platform.acme.call(method, url, {
    token: await platform.acme.token({ scope }),
    ...(body === undefined ? {} : { body }),
  });
}
const pageSchema = z.object({ items: z.array(z.object({ id: z.string() })) });
const idsOf = ({ body }: Answer) => new Set(pageSchema.parse(body).items.map(({ id }) => id));
const stateOf = async (id: string) =>
  (await platform.fresh.db.operator.acceptedInvocation.findUniqueOrThrow({ where: { id } })).state;

describe("a scope to read the invocations of a function or an extension point", () => {
  test.each([
    ["invocations:read", ["own", "others", "point"]],
    ["invocations:read:function:score", ["own"]],
    ["invocations:read:function:sc*", ["own"]],
    ["invocations:read:function:s_ore*", []],
    ["invocations:read:point:invoice.submitted", ["point"]],
    ["invocations:read:point:*", ["point"]],
    ["invocations:read:function:score invocations:read:point:invoice.*", ["own", "point"]],
    ["invocations:read:function:nobodys", []],
  ] as const)("%s shows %j, and the others like missing ones", async (scope, seen) => {
    const shown = new Set(seen.map((name) => ids[name]));
    expect(idsOf(await ask(scope, "GET", "/v1/dead-letters"))).toEqual(shown);
    for (const name of ["own", "others", "point"] as const)
      for (const path of [`/v1/invocations/${ids[name]}`, `/v1/invocations/${ids[name]}/logs`]) {
        const answer = await ask(scope, "GET", path);
        if (shown.has(ids[name])) expect(answer.status).toBe(200);
        else expect(problemOf(answer)).toEqual(problemOf(await ask(scope, "GET", `/v1/invocations/${randomUUID()}`)));
      }
  });

  test("manages nothing", async () => {
    const scope = "invocations:read:function:* invocations:read:point:*";
    for (const url of [`/v1/invocations/${ids.waiting}/cancel`, `/v1/invocations/${ids.record}/replay`])
      expect((await ask(scope, "POST", url, {})).status).toBe(403);
    for (const url of ["/v1/dead-letters/redrive", "/v1/dead-letters/discard"])
      expect((await ask(scope, "POST", url, { ids: [ids.own] })).status).toBe(403);
    expect(await stateOf(ids.own)).toBe("dead");
  });
});

describe("a scope to manage the invocations of a function or an extension point", () => {
  test("reads nothing, and calls nothing", async () => {
    const scope = "invocations:manage:function:* invocations:manage:point:*";
    expect((await ask(scope, "GET", "/v1/dead-letters")).status).toBe(403);
    expect((await ask(scope, "GET", `/v1/invocations/${ids.own}`)).status).toBe(403);
    expect((await ask(scope, "POST", "/v1/functions/score/invocations", { fields: {} })).status).toBe(403);
  });

  test.each(["redrive", "discard"])("%ss its own, by ID and by function, and counts no other", async (what) => {
    const scope = "invocations:manage:function:score invocations:manage:point:invoice.*";
    const all = { ids: [ids.own, ids.others, ids.point] };
    expect((await ask(scope, "POST", `/v1/dead-letters/${what}`, { function: "nobodys" })).body).toEqual({
      changed: 0,
    });
    expect((await ask(scope, "POST", `/v1/dead-letters/${what}`, all)).body).toEqual({ changed: 2 });
    expect(await stateOf(ids.others)).toBe("dead");
    expect((await ask(scope, "POST", `/v1/dead-letters/${what}`, { function: "other" })).body).toEqual({ changed: 0 });
  });

  test("cancels its own, and another is not there", async () => {
    const url = `/v1/invocations/${ids.waiting}/cancel`;
    const missing = problemOf(await ask("invocations:manage:function:score", "POST", url));
    expect(missing).toMatchObject({ status: 404, code: "not_found" });
    expect(await stateOf(ids.waiting)).toBe("queued");
    const own = await ask("invocations:manage:function:other", "POST", url);
    expect(own).toMatchObject({ status: 200, body: { state: "cancelled" } });
  });

  test("runs its own again, and another is not there", async () => {
    const url = `/v1/invocations/${ids.record}/replay`;
    const body = { target: { kind: "live" } };
    const missing = await ask("invocations:manage:function:score", "POST", url, body);
    expect(problemOf(missing)).toMatchObject({ status: 404, detail: "There is no such recorded invocation." });
    const own = await ask("invocations:manage:function:other", "POST", url, body);
    expect(problemOf(own).detail).toBe("There is no such release, or it was never deployed.");
  });
});
