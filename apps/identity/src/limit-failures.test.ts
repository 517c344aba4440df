import { randomBytes } from "node:crypto";
import { SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { assertionType, issuer, startIdentity, type TestIdentity } from "../test/start-identity.ts";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.close());
beforeEach(async () => void (await tries().deleteMany()));

const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString("base64")}` });
const tries = () => identity.fresh.db.operator.signInTry;

describe("failed authentications", () => {
  test("of a client from an address end in a pause that is told, and nobody else waits", async () => {
    for (let n = 0; n < 20; n += 1)
      expect((await identity.ask({}, { id: "guessed", secret: "wrong" })).status).toBe(401);
    const { response, body } = await identity.post({}, basic("guessed:wrong"));
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(body.error).toBe("temporarily_unavailable");
    expect((await identity.ask()).status).toBe(200);
  });

  describe("are counted for the client, however it is named:", () => {
    const signedBy = (claims: object) =>
      new SignJWT({ iss: "guessed", aud: issuer, ...claims })
        .setProtectedHeader({ alg: "HS256" })
        .setExpirationTime("1 minute")
        .sign(randomBytes(32));
    const byAssertion = async (claims: object) =>
      identity.post({ client_assertion_type: assertionType, client_assertion: await signedBy(claims) });

    test.each([
      ["in the body (client_secret_post)", () => identity.post({ client_id: "guessed", client_secret: "wrong" })],
      ["by an assertion (private_key_jwt)", () => byAssertion({ sub: "guessed" })],
      ["by HTTP Basic, with escapes", () => identity.post({}, basic("%67uessed:wrong"))],
    ])("%s", async (_, guess) => {
      const already = { tries: 19, triedAt: new Date() };
      const first = await guess();
      expect([first.response.status, first.body.error]).toEqual([401, "invalid_client"]);
      const [row] = await tries().findMany({ where: { key: { startsWith: "client:guessed@" } } });
      expect(row?.tries).toBe(1);
      await tries().update({ where: { key: row?.key ?? "" }, data: already });
      expect((await guess()).response.status).toBe(401);
      const { response, body } = await guess();
      expect([response.status, body.error]).toEqual([429, "temporarily_unavailable"]);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(50);
      expect((await identity.ask()).status).toBe(200);
    });

    test("a claim that is no name counts for the address alone", async () => {
      expect((await byAssertion({ sub: 1 })).response.status).toBe(401);
      const rows = await tries().findMany();
      expect(rows.map(({ key }) => key.split(":")[0])).toEqual(["clients-of"]);
    });
  });

  test("of an address, whatever the client, end in a pause as well; a success is never counted", async () => {
    for (let n = 0; n < 3; n += 1) await identity.ask();
    expect(await tries().count()).toBe(0);
    await identity.ask({}, { id: "another", secret: "wrong" });
    const [row] = await tries().findMany({ where: { key: { startsWith: "clients-of:" } } });
    expect(row?.tries).toBe(1);
    const data = { tries: 99, triedAt: new Date() };
    await tries().update({ where: { key: row?.key ?? "" }, data });
    expect((await identity.ask({}, { id: "another", secret: "wrong" })).status).toBe(401);
    expect((await identity.ask()).status).toBe(429);
  });
});
