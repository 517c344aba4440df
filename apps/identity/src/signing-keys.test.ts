import { setTimeout as delay } from "node:timers/promises";
import { listSigningKeys, rotateSigningKey, withdrawSigningKey } from "@annex/control-plane";
import { createTokenVerifier } from "@annex/invocation";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { issuer, startIdentity, type TestIdentity } from "../test/start-identity.ts";

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.close());

test("a second node signs with the same key", async () => {
  const second = await identity.startNode();
  expect(await (await fetch(`${second.url}/jwks`)).json()).toEqual(await (await fetch(`${identity.url}/jwks`)).json());
  await second.close();
});

const operator = () => ({
  ...{ db: identity.fresh.db, masterKey: identity.masterKey },
  principal: { actor: "user:operator@annex.example" },
  jobs: { send: async () => undefined, close: async () => undefined },
});
const jwksSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });
const published = async (at = identity.url) => jwksSchema.parse(await (await fetch(`${at}/jwks`)).json()).keys;
const kidOf = (token: string) => decodeProtectedHeader(token).kid;

describe("signing keys", () => {
  test("are published before they sign and after: a verifier with a warm cache never refuses a token", async () => {
    const second = await identity.startNode();
    const verifier = createTokenVerifier({ issuer, jwksUrl: `${identity.url}/jwks` });
    const verify = (token: string) => verifier.verify(`Bearer ${token}`);
    const before = (await identity.ask()).access_token;
    await verify(before);
    const [current, next] = await listSigningKeys(operator());
    expect([current?.state, next?.state]).toEqual(["current", "next"]);
    expect(kidOf(before)).toBe(current?.kid);
    expect((await published()).map(({ kid }) => kid).sort()).toEqual([current?.kid, next?.kid].sort());
    await rotateSigningKey(operator());
    const after = await vi.waitFor(async () => {
      const token = (await identity.ask()).access_token;
      expect(kidOf(token)).toBe(next?.kid);
      return token;
    }, 10_000);
    await vi.waitFor(async () => expect(await published(second.url)).toHaveLength(3), 10_000);
    await verify(after);
    await verify(before);
    await createTokenVerifier({ issuer, jwksUrl: `${identity.url}/jwks` }).verify(`Bearer ${before}`);
    expect((await listSigningKeys(operator())).map(({ state }) => state)).toEqual(["current", "previous", "next"]);
    await second.close();
  });

  test("change by themselves when they are due, once however many nodes look, and the oldest goes", async () => {
    const changes = () => identity.fresh.db.operator.auditEvent.count({ where: { action: "rotateSigningKey" } });
    const before = await changes();
    const [current] = await listSigningKeys(operator());
    const retired = new Date(Date.now() - 1000);
    const { signingKey } = identity.fresh.db.operator;
    await signingKey.updateMany({ where: { retiredAt: { not: null } }, data: { retiredAt: retired } });
    const old = new Date(Date.now() - 3_600_000);
    await signingKey.updateMany({ where: { kid: current?.kid ?? "" }, data: { activatedAt: old } });
    const due = { rotateAfterMs: 1_800_000, lookEveryMs: 50 };
    const nodes = [await identity.startNode(due), await identity.startNode(due)];
    await vi.waitFor(async () => {
      const states = (await listSigningKeys(operator())).map(({ state, kid }) => `${state} ${kid === current?.kid}`);
      expect(states.sort()).toEqual(["current false", "next false", "previous true"]);
    }, 10_000);
    await delay(300); // several looks of both nodes: what is not due does not change again
    expect(await changes()).toBe(before + 1);
    for (const node of nodes) await node.close();
  });

  test("that others may know are withdrawn: published no more at once, and the next one signs", async () => {
    const before = (await identity.ask()).access_token;
    const { kid = "" } = decodeProtectedHeader(before);
    const kids = (await withdrawSigningKey(operator(), { kid })).map((key) => key.kid);
    expect(kids).not.toContain(kid);
    await vi.waitFor(async () => expect((await published()).map((key) => key.kid)).toEqual(kids));
    const after = decodeProtectedHeader((await identity.ask()).access_token).kid;
    expect(after).toBe(kids[0]);
    const verifier = createTokenVerifier({ issuer, jwksUrl: `${identity.url}/jwks` });
    await expect(verifier.verify(`Bearer ${before}`)).rejects.toThrow();
    await expect(withdrawSigningKey(operator(), { kid })).rejects.toMatchObject({ code: "not_found" });
    const next = kids[1] ?? "";
    const now = await withdrawSigningKey(operator(), { kid: next });
    expect(now.map(({ state }) => state).sort()).toEqual(["current", "next"]);
    expect(now.map((key) => key.kid)).not.toContain(next);
  });

  test("are sealed at rest, and their public parts alone are published", async () => {
    const rows = await identity.fresh.db.operator.signingKey.findMany();
    for (const { ciphertext } of rows) expect(Buffer.from(ciphertext).toString("latin1")).not.toContain('"d"');
    for (const key of await published()) expect(Object.keys(key)).not.toContain("d");
  });
});
