import type { GroupRule } from "@annex/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  authenticateIdentity,
  authenticateToken,
  authenticateUser,
  createAccessToken,
  startSession,
} from "../src/index.ts";
import { password, startAccounts } from "./start-accounts.ts";

const { anybody, join, plane } = await startAccounts();
beforeAll(() => join(plane.acme, "ada@acme.example"));
afterAll(() => plane.close());
beforeEach(() => plane.fresh.db.operator.signInTry.deleteMany());

describe("sign-in at a provider", () => {
  const rules: GroupRule[] = [
    { group: "acme-devs", tenant: "acme", role: "developer" },
    { group: "acme-admins", tenant: "acme", role: "owner" },
    { group: "globex-all", tenant: "globex", role: "viewer" },
    { group: "nowhere", tenant: "no-such-tenant", role: "owner" },
    { group: "platform", operator: true },
  ];
  const enter = (subject: string, groups: string[], more: Partial<Parameters<typeof authenticateIdentity>[1]> = {}) =>
    authenticateIdentity(anybody, {
      ...{ issuer: "https://login.example", subject, email: `${subject}@acme.example`, emailVerified: true },
      ...{ name: "Ida", groups, rules, ...more },
    });
  const rolesNow = async (userId: string) => {
    const rows = await plane.fresh.db.operator.membership.findMany({ where: { userId }, include: { tenant: true } });
    return rows.map(({ tenant, role }) => `${tenant.slug}:${role}`).sort();
  };

  test("gives the highest role of the groups, and takes it when the group is gone", async () => {
    const { id } = await enter("ida", ["acme-devs", "acme-admins", "nowhere", "unknown"]);
    expect(await rolesNow(id)).toEqual(["acme:owner"]);
    expect((await enter("ida", ["acme-devs", "globex-all"])).id).toBe(id);
    expect(await rolesNow(id)).toEqual(["acme:developer", "globex:viewer"]);
    await enter("ida", []);
    expect(await rolesNow(id)).toEqual([]);
    expect(await plane.fresh.db.operator.user.findUnique({ where: { id } })).toMatchObject({
      passwordHash: null,
      name: "Ida",
    });
  });

  test("revokes the tokens of a tenant that the groups take, for good", async () => {
    const { id, email } = await enter("toni", ["acme-devs", "globex-all"]);
    const principal = { actor: `user:${email}`, role: "developer" } as const;
    const wanted = { name: "script", scopes: ["functions:read" as const] };
    const left = await createAccessToken({ ...plane.acme, principal }, wanted);
    const kept = await createAccessToken({ ...plane.globex, principal }, wanted);
    await enter("toni", ["globex-all"]);
    await enter("toni", ["acme-admins", "globex-all"]);
    expect(await rolesNow(id)).toEqual(["acme:owner", "globex:viewer"]);
    await expect(authenticateToken(anybody, left.token)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await authenticateToken(anybody, kept.token)).toMatchObject({ userId: id });
  });

  test("makes and ends operators by group, and leaves who was made one otherwise", async () => {
    const { operator } = plane.fresh.db;
    const { id } = await enter("otto", ["platform"]);
    expect((await operator.user.findUnique({ where: { id } }))?.isOperator).toBe(true);
    await enter("otto", []);
    expect((await operator.user.findUnique({ where: { id } }))?.isOperator).toBe(false);
    await operator.user.update({ where: { id }, data: { isOperator: true } });
    await enter("otto", []);
    expect((await operator.user.findUnique({ where: { id } }))?.isOperator).toBe(true);
  });

  test("joins an account by a verified address alone, and knows its person by the subject after", async () => {
    const local = await join(plane.acme, "local@acme.example", "viewer");
    await expect(enter("local", [], { emailVerified: false })).rejects.toMatchObject({ code: "forbidden" });
    expect((await enter("local", [])).id).toBe(local.id);
    expect(await rolesNow(local.id)).toEqual(["acme:viewer"]);
    const moved = await enter("local", [], { email: "ada@acme.example", emailVerified: false });
    expect([moved.id, moved.email]).toEqual([local.id, "local@acme.example"]);
    const elsewhere = await enter("local", [], { issuer: "https://other.example", email: "another@acme.example" });
    expect(elsewhere.id).not.toBe(local.id);
  });
});

describe("sign-in", () => {
  const wrong = { code: "unauthenticated", message: "The e-mail address or the password is not right." };
  const attempt = (email: string, address: string | null = null, typed = "p") =>
    authenticateUser(anybody, { email, password: typed, address });

  test("answers an unknown address, a wrong password and an account without one alike", async () => {
    await plane.fresh.db.operator.user.create({ data: { email: "elsewhere@acme.example", name: "E" } });
    for (const email of ["nobody@x.example", "ada@acme.example", "elsewhere@acme.example"])
      await expect(attempt(email)).rejects.toMatchObject(wrong);
    await expect(attempt("elsewhere@acme.example", null, "nobody has this password")).rejects.toMatchObject(wrong);
  });

  test("stops after ten failures of an account, says when to go on, and waits longer each time", async () => {
    const { operator } = plane.fresh.db;
    const where = { key: "account:guessed@x.example" };
    for (let n = 0; n < 10; n++) await expect(attempt("guessed@x.example")).rejects.toMatchObject(wrong);
    await expect(attempt("Guessed@x.example ")).rejects.toMatchObject({
      code: "limit_exceeded",
      message: "Too many failed tries. Wait 60 seconds, then try again.",
      retryAfterSeconds: 60,
    });
    await operator.signInTry.update({ where, data: { blockedUntil: new Date() } });
    await expect(attempt("guessed@x.example")).rejects.toMatchObject(wrong);
    await expect(attempt("guessed@x.example")).rejects.toMatchObject({ retryAfterSeconds: 120 });
    await operator.signInTry.update({
      where,
      data: { blockedUntil: new Date(), triedAt: new Date(Date.now() - 16 * 60_000) },
    });
    for (let n = 0; n < 2; n++) await expect(attempt("guessed@x.example")).rejects.toMatchObject(wrong);
  });

  test("many tries at once are no way around it, and a success gives the tries back", async () => {
    const all = await Promise.allSettled(Array.from({ length: 30 }, () => attempt("ada@acme.example")));
    const codes = all.map((one) => (one.status === "rejected" ? one.reason.code : "in"));
    expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(10);
    expect(codes.filter((code) => code === "limit_exceeded")).toHaveLength(20);
    await plane.fresh.db.operator.signInTry.deleteMany();
    for (let n = 0; n < 9; n++) await expect(attempt("ada@acme.example")).rejects.toMatchObject(wrong);
    await attempt("ada@acme.example", null, password);
    for (let n = 0; n < 9; n++) await expect(attempt("ada@acme.example")).rejects.toMatchObject(wrong);
  });

  test("stops nobody at an address of their own because somebody elsewhere guesses, and guesses there as well", async () => {
    const { email } = await join(plane.acme, "locked@acme.example");
    const { operator } = plane.fresh.db;
    const { id: userId } = await operator.user.findUniqueOrThrow({ where: { email } });
    await startSession(anybody, { userId, method: "password", address: "203.0.113.50", userAgent: null });
    for (let n = 0; n < 10; n++) await expect(attempt(email, "198.51.100.7")).rejects.toMatchObject(wrong);
    await expect(attempt(email, "198.51.100.8", password)).rejects.toMatchObject({ code: "limit_exceeded" });
    expect((await attempt(email, "203.0.113.50", password)).email).toBe(email);
    for (let n = 0; n < 10; n++) await expect(attempt(email, "203.0.113.50")).rejects.toMatchObject(wrong);
    await expect(attempt(email, "203.0.113.50", password)).rejects.toMatchObject({ code: "limit_exceeded" });
    await operator.session.updateMany({
      where: { userId },
      data: { createdAt: new Date(Date.now() - 31 * 86_400_000) },
    });
    await expect(attempt(email, "203.0.113.50", password)).rejects.toMatchObject({ code: "limit_exceeded" });
  });

  test("stops an address that goes through many accounts, and no other address", async () => {
    const { operator } = plane.fresh.db;
    const key = "address:198.51.100.1";
    await operator.signInTry.create({ data: { key, tries: 49, triedAt: new Date() } });
    await expect(attempt("a1@x.example", "198.51.100.1")).rejects.toMatchObject(wrong);
    await expect(attempt("a2@x.example", "198.51.100.1")).rejects.toMatchObject({ code: "limit_exceeded" });
    await expect(attempt("a2@x.example", "198.51.100.2")).rejects.toMatchObject(wrong);
  });
});
