import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authenticateToken } from "../src/authenticate-token/authenticate-token.ts";
import { tokenHash } from "../src/authenticate-token/token-hash.ts";
import {
  authenticateUser,
  changePassword,
  createPasswordReset,
  createUserPasswordReset,
  endOtherSessions,
  endSession,
  forgotPassword,
  getMail,
  listMails,
  listSessions,
  loadSession,
  mailForgotPassword,
  openPasswordReset,
  resetPassword,
} from "../src/index.ts";
import { gone, password, portalUrl, startAccounts, tokenOf } from "./start-accounts.ts";

const { anybody, join, plane, signIn } = await startAccounts();
beforeAll(() => join(plane.acme, "ada@acme.example"));
afterAll(() => plane.close());
beforeEach(() => plane.fresh.db.operator.signInTry.deleteMany());

describe("a session", () => {
  test("that is ended is nobody's with the next request; other people's are not there", async () => {
    await join(plane.acme, "s@acme.example");
    const [here, there, stranger] = [
      await signIn("s@acme.example"),
      await signIn("s@acme.example"),
      await signIn("ada@acme.example"),
    ];
    expect(await loadSession(anybody, there.sessionId)).toMatchObject({
      email: "s@acme.example",
      isOperator: false,
      memberships: [{ slug: "acme", role: "developer" }],
    });
    expect(await listSessions(here)).toMatchObject([
      { id: here.sessionId, current: true, address: "203.0.113.7", userAgent: "a test", method: "password" },
      { id: there.sessionId, current: false },
    ]);
    await expect(endSession(stranger, { sessionId: there.sessionId })).rejects.toMatchObject(gone);
    await endSession(here, { sessionId: there.sessionId });
    await expect(endSession(here, { sessionId: there.sessionId })).rejects.toMatchObject(gone);
    expect(await loadSession(anybody, there.sessionId)).toBeNull();
    const another = await signIn("s@acme.example");
    await endOtherSessions(here);
    expect(await loadSession(anybody, another.sessionId)).toBeNull();
    expect(await loadSession(anybody, here.sessionId)).not.toBeNull();
    expect(await loadSession(anybody, stranger.sessionId)).not.toBeNull();
  });

  test("ends by itself, and an ID that is none is nobody's", async () => {
    const { sessionId } = await signIn("s@acme.example");
    await plane.fresh.db.operator.session.update({ where: { id: sessionId }, data: { expiresAt: new Date() } });
    for (const id of [sessionId, randomUUID(), "' OR true --"]) expect(await loadSession(anybody, id)).toBeNull();
  });
});

describe("a password", () => {
  test("is changed by who knows the current one, and every other session ends", async () => {
    await join(plane.acme, "p@acme.example");
    const [here, there] = [await signIn("p@acme.example"), await signIn("p@acme.example")];
    const next = "another horse battery";
    await expect(changePassword(here, { current: "wrong", password: next })).rejects.toMatchObject({
      code: "invalid_request",
      errors: [{ path: "current", message: "This is not your password." }],
    });
    await changePassword(here, { current: password, password: next });
    expect(await loadSession(anybody, here.sessionId)).not.toBeNull();
    expect(await loadSession(anybody, there.sessionId)).toBeNull();
    await expect(authenticateUser(anybody, { email: here.email, password })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect((await authenticateUser(anybody, { email: here.email, password: next })).email).toBe(here.email);
  });

  test("is set by an owner's link, once, which ends every session and personal access token", async () => {
    const { id: userId, email } = await join(plane.acme, "r@acme.example");
    const { sessionId } = await signIn(email);
    const patToken = "annex_pat_of-whoever-knew-the-password";
    const pat = { userId, name: "ci", tokenHash: tokenHash(patToken), hint: "word", scopes: [] };
    const expiresAt = new Date(Date.now() + 60_000);
    await plane.fresh.db.operator.accessToken.create({ data: { ...pat, tenantId: plane.acme.tenant.id, expiresAt } });
    expect(await authenticateToken(plane.fresh, patToken)).toMatchObject({ userId });
    const [first, second] = [
      await createPasswordReset(plane.acme, { userId, portalUrl }),
      await createPasswordReset(plane.acme, { userId, portalUrl }),
    ];
    expect(first.link).toMatch(/^https:\/\/portal\.example\/new-password#/);
    const token = tokenOf(first.link);
    expect(await openPasswordReset(anybody, { token })).toMatchObject({ email });
    await resetPassword(anybody, { token, password: "yet another horse" });
    expect(await loadSession(anybody, sessionId)).toBeNull();
    await expect(authenticateToken(plane.fresh, patToken)).rejects.toMatchObject({ code: "unauthenticated" });
    expect((await authenticateUser(anybody, { email, password: "yet another horse" })).email).toBe(email);
    for (const link of [first.link, second.link])
      await expect(resetPassword(anybody, { token: tokenOf(link), password })).rejects.toMatchObject(gone);
    const developer = createPasswordReset(plane.as("developer"), { userId, portalUrl });
    await expect(developer).rejects.toMatchObject({ code: "forbidden" });
    await expect(createPasswordReset(plane.globex, { userId, portalUrl })).rejects.toMatchObject(gone);
  });

  test("is not set by a link that an owner has once it would open another tenant too", async () => {
    const { id: userId, email } = await join(plane.acme, "moved@acme.example");
    const made = await createPasswordReset(plane.acme, { userId, portalUrl });
    await join(plane.globex, email);
    const mailed = await createPasswordReset(plane.acme, { userId, portalUrl });
    expect(mailed.link).toBeNull();
    const token = tokenOf(made.link);
    await expect(openPasswordReset(anybody, { token })).rejects.toMatchObject(gone);
    await expect(resetPassword(anybody, { token, password: "the owner's own" })).rejects.toMatchObject(gone);
    const [mail] = (await listMails(plane.operator)).items.filter(({ to }) => to === email);
    const { text } = await getMail(plane.operator, { mailId: mail?.id ?? "" });
    const own = tokenOf(/https:\S+/.exec(text ?? "")?.[0] ?? null);
    await resetPassword(anybody, { token: own, password: "yet another horse" });
    expect((await authenticateUser(anybody, { email, password: "yet another horse" })).email).toBe(email);
  });

  describe("that was forgotten", () => {
    const ask = (email: string, address = "203.0.113.9") => forgotPassword(anybody, { email, portalUrl, address });
    const mailsTo = async (to: string) => (await listMails(plane.operator)).items.filter((mail) => mail.to === to);

    test("is set by a link that comes by e-mail for an hour, which ends sessions and keeps the second factor", async () => {
      const { email } = await join(plane.acme, "forgot@acme.example");
      const { sessionId } = await signIn(email);
      const before = (await mailsTo(email)).length;
      await mailForgotPassword(anybody, { email, portalUrl });
      const mails = await mailsTo(email);
      expect(mails).toHaveLength(before + 1);
      const text = (await getMail(plane.operator, { mailId: mails[0]?.id ?? "" })).text ?? "";
      const link = /https:\/\/portal\.example\/new-password#\S+/.exec(text)?.[0] ?? null;
      const { expiresAt } = await openPasswordReset(anybody, { token: tokenOf(link) });
      expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now() + 3_600_000);
      const row = await plane.fresh.db.operator.passwordReset.findFirstOrThrow({ where: { user: { email } } });
      expect(row.removesTotp).toBe(false);
      await resetPassword(anybody, { token: tokenOf(link), password: "yet another horse" });
      expect(await loadSession(anybody, sessionId)).toBeNull();
      await expect(openPasswordReset(anybody, { token: tokenOf(link) })).rejects.toMatchObject(gone);
    });

    test("is asked for in the same way with an account and without: one job, and only the worker looks", async () => {
      const { email } = await join(plane.acme, "forgot-too@acme.example");
      for (const address of [` ${email.toUpperCase()} `, "nobody@acme.example"]) {
        const before = [await plane.jobsIn("forgot-password"), await plane.jobsIn("send-mail")];
        expect(await ask(address)).toBeUndefined();
        const after = [await plane.jobsIn("forgot-password"), await plane.jobsIn("send-mail")];
        expect(after).toEqual([(before[0] ?? 0) + 1, before[1]]);
      }
      await expect(ask("no address")).rejects.toMatchObject({ code: "invalid_request", errors: [{ path: "email" }] });
    });

    test("brings nothing to who has no account, or signs in by a provider alone", async () => {
      const email = "provider-only@acme.example";
      await plane.fresh.db.operator.user.create({ data: { email, name: "P" } });
      for (const to of [email, "nobody@acme.example"]) {
        await mailForgotPassword(anybody, { email: to, portalUrl });
        expect(await mailsTo(to)).toEqual([]);
      }
    });

    test.each(["known-or-not@acme.example", "ada@acme.example"])(
      "cannot be asked for again and again (%s)",
      async (to) => {
        for (let asked = 0; asked < 3; asked++) await ask(to);
        await expect(ask(to)).rejects.toMatchObject({ code: "limit_exceeded", retryAfterSeconds: expect.any(Number) });
      },
    );

    test("cannot be asked for by one address for ever new people", async () => {
      for (let asked = 0; asked < 20; asked++) await ask(`p${asked}@acme.example`);
      await expect(ask("p20@acme.example")).rejects.toMatchObject({ code: "limit_exceeded" });
    });
  });

  test("of who belongs to another tenant, or is an operator, is not in an owner's hands: only the e-mail has the link", async () => {
    const both = await join(plane.acme, "both@acme.example");
    await plane.fresh.db.operator.membership.create({
      data: { userId: both.id, tenantId: plane.globex.tenant.id, role: "viewer" },
    });
    expect((await createPasswordReset(plane.acme, { userId: both.id, portalUrl })).link).toBeNull();
    const { id: userId } = await join(plane.acme, "op@acme.example");
    await plane.fresh.db.operator.user.update({ where: { id: userId }, data: { isOperator: true } });
    expect((await createPasswordReset(plane.acme, { userId, portalUrl })).link).toBeNull();
    const [mail] = (await listMails(plane.operator)).items;
    expect((await getMail(plane.operator, { mailId: mail?.id ?? "" })).text).toContain(`${portalUrl}/new-password#`);
    const byOperator = await createUserPasswordReset(plane.operator, { userId, portalUrl });
    expect(byOperator.link).toMatch(/new-password#/);
  });

  test("a tenant cannot write a link for somebody who is no member, nor read one", async () => {
    const { id: userId } = await join(plane.globex, "g@globex.example");
    const data = {
      id: randomUUID(),
      userId,
      tenantId: plane.acme.tenant.id,
      tokenHash: "x",
      createdBy: "x",
      expiresAt: new Date(),
    };
    await expect(plane.acme.db.run((tx) => tx.passwordReset.createMany({ data: [data] }))).rejects.toThrow(/row-level/);
    await expect(plane.acme.db.run((tx) => tx.passwordReset.count())).rejects.toThrow(/denied/);
    await expect(plane.acme.db.run((tx) => tx.session.count())).rejects.toThrow(/denied/);
  });
});
