import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startIdentity, type TestIdentity } from "../test/start-identity.ts";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.close());

describe("narrow scopes", () => {
  const scopesOf = async (scopes: string[], scope?: string) => {
    const where = { clientId: "acme-backend" };
    await identity.fresh.db.operator.apiClient.update({ where, data: { scopes } });
    const answer = await identity.ask(scope === undefined ? {} : { scope });
    return answer.error ?? answer.scope;
  };

  test.each([
    [
      ["invoke:point:invoice.submitted", "records:read:invoice"],
      undefined,
      "invoke:point:invoice.submitted records:read:invoice",
    ],
    [["invocations:write"], "invoke:function:score", "invoke:function:score"],
    [["invoke:point:invoice.*"], "invoke:point:invoice.paid", "invoke:point:invoice.paid"],
    [["invoke:point:invoice.*"], "invoke:point:*", "invalid_scope"],
    [["invoke:point:invoice.submitted"], "invocations:write", "invalid_scope"],
    [["records:read"], "records:write:invoice", "invalid_scope"],
    [["records:read"], "openid", "invalid_scope"],
    [["records:read"], "records:read nonsense", "invalid_scope"],
  ])("of a client with %j that asks for %j: %s", async (granted, asked, answer) => {
    expect(await scopesOf(granted, asked)).toBe(answer);
  });
});
