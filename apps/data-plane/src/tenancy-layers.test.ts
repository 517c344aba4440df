import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type Platform, problemOf, startPlatform } from "../test/start-platform.ts";
import { createDataPlane, type DataPlane, type TenancyLayers } from "./create-data-plane.ts";

// Three layers keep a tenant from another's functions: row-level security hides the row, the tenancy check refuses the
// function, and the cell refuses the session. Here all but one are taken out, and the one that is left has to hold.

let platform: Platform;
let weakened: DataPlane | undefined;
const url = "/v1/functions/globex-own/invocations";

/** A check that checks nothing, and a session that covers every tenant's functions. */
const withoutCheck: Partial<TenancyLayers> = { checkTenancy: () => undefined };
const widened: Partial<TenancyLayers> = {
  sessionPolicy: ({ region, accountId }) => {
    const Resource = `arn:aws:lambda:${region}:${accountId}:function:annex-*`;
    const statement = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource };
    return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  },
};

beforeAll(async () => {
  platform = await startPlatform();
  await platform.globex.deploy({
    name: "globex-own",
    code: "export const handler = async () => ({ note: 'reached' });",
  });
});
afterEach(async () => {
  await weakened?.close();
  weakened = undefined;
});
afterAll(() => platform.close());

/** What Acme is answered for Globex's function by a data plane without some layers. */
async function acmeAsks(layers: Partial<TenancyLayers>, rowLevelSecurity: boolean): Promise<Answer> {
  const { fresh, masterKey, issuer, engine, acme } = platform;
  weakened = await createDataPlane({
    databaseUrl: rowLevelSecurity ? fresh.appUrl : fresh.operatorUrl,
    masterKey,
    issuer: issuer.issuer,
    jwksUrl: issuer.jwksUrl,
    credentials: engine.keyOf("annex-data-plane"),
    invocationsAtOnce: 8,
    invokeDriver: "lean",
    acceptedAtOnce: 1,
    cacheLifeMs: 30_000,
    logLevel: "silent",
    layers,
  });
  const headers = { authorization: `Bearer ${await acme.token()}`, "content-type": "application/json" };
  const response = await weakened.app.inject({ method: "POST", url, headers, payload: `{"fields":{}}` });
  return { status: response.statusCode, headers: response.headers, text: response.body, body: response.json() };
}

describe("another tenant's function is refused", () => {
  test("by row-level security alone", async () => {
    const answer = await acmeAsks({ ...withoutCheck, ...widened }, true);
    expect(problemOf(answer)).toMatchObject({ status: 404, code: "not_found" });
  });

  test("by the tenancy check alone, and it is answered like a missing one", async () => {
    const answer = await acmeAsks(widened, false);
    expect(problemOf(answer)).toMatchObject({
      status: 404,
      code: "not_found",
      detail: "There is no such function, or it is not deployed.",
    });
  });

  test("by the cell alone, whose session covers the caller's tenant only", async () => {
    const answer = await acmeAsks(withoutCheck, false);
    expect(problemOf(answer)).toMatchObject({ status: 502, code: "upstream_failed" });
    expect(answer.text).not.toMatch(/reached|arn:|annex-/);
  });

  test("and only without all three it is reached: nothing else was in the way", async () => {
    const answer = await acmeAsks({ ...withoutCheck, ...widened }, false);
    expect(answer.body).toMatchObject({ status: "success" });
  });
});

test("the data plane that is started has every layer: nothing but tests replaces one", () => {
  const main = readFileSync(path.join(import.meta.dirname, "main.ts"), "utf8");
  expect(main).not.toContain("layers");
});
