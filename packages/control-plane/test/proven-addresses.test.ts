import { afterAll, describe, expect, test } from "vitest";
import { authenticateToken } from "../src/authenticate-token/authenticate-token.ts";
import {
  acceptInvitation,
  authenticateIdentity,
  authenticateUser,
  changePassword,
  confirmTotp,
  createAccessToken,
  createInvitation,
  createPasswordReset,
  getMail,
  listMails,
  loadSession,
  loadTenantContext,
  mailForgotPassword,
  openPasswordReset,
  resetPassword,
  startSession,
  startTotp,
} from "../src/index.ts";
import { oneTimePassword } from "../src/totp/one-time-password.ts";
import { openTotp } from "../src/totp/sealed-totp.ts";
import { password, portalUrl, startAccounts, tokenOf } from "./start-accounts.ts";

const { anybody, plane } = await startAccounts();
afterAll(() => plane.close());

const userOf = (email: string) => plane.fresh.db.operator.user.findUniqueOrThrow({ where: { email } });

/** What an owner can do with nobody's help: invite an address of somebody else and follow the link. */
async function hijack(email: string) {
  const { link } = await createInvitation(plane.acme, { email, role: "owner", portalUrl });
  await acceptInvitation(anybody, { token: tokenOf(link), name: "Nobody", password });
  const { id: userId } = await userOf(email);
  const sessionId = await startSession(anybody, { userId, method: "password", address: null, userAgent: null });
  const person = { ...anybody, userId, email, sessionId, principal: { actor: `user:${email}` } };
  const ctx = await loadTenantContext(anybody, { tenantId: plane.acme.tenant.id, userId, email });
  const { token } = await createAccessToken(ctx, { name: "kept", scopes: ["tenant:read"] });
  return { userId, sessionId, person, ctx, token };
}

const enter = (email: string, groups: string[] = []) =>
  authenticateIdentity(anybody, {
    ...{ issuer: "https://login.example", subject: email, email, emailVerified: true, name: "Vic", groups },
    rules: [{ group: "platform", operator: true }],
  });

/** The link of the last e-mail to somebody. */
async function mailedLink(to: string): Promise<string> {
  await mailForgotPassword(anybody, { email: to, portalUrl });
  const mail = (await listMails(plane.operator)).items.find((one) => one.to === to);
  const text = (await getMail(plane.operator, { mailId: mail?.id ?? "" })).text ?? "";
  return /https:\/\/portal\.example\/new-password#\S+/.exec(text)?.[0] ?? "";
}

describe("an account that an inviter made in somebody's name", () => {
  test("is that person's alone after a sign-in at the provider: password, session, token, code and link end", async () => {
    const email = "victim@globex.example";
    const { userId, sessionId, person, ctx, token } = await hijack(email);
    await startTotp(person, { password });
    const secret = openTotp(anybody.masterKey, await userOf(email)) ?? new Uint8Array();
    await confirmTotp(person, { code: oneTimePassword(secret, Math.floor(Date.now() / 30_000)) });
    const { link } = await createPasswordReset(ctx, { userId, portalUrl });

    expect((await enter(email, ["platform"])).id).toBe(userId);
    expect(await userOf(email)).toMatchObject({ passwordHash: null, totpConfirmedAt: null, isOperator: true });
    await expect(authenticateUser(anybody, { email, password })).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await loadSession(anybody, sessionId)).toBeNull();
    await expect(authenticateToken(anybody, token)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(openPasswordReset(anybody, { token: tokenOf(link) })).rejects.toMatchObject({ code: "not_found" });
    const told = await plane.fresh.db.operator.auditEvent.findFirst({ where: { action: "endUnprovenAccess" } });
    expect(told?.detail).toEqual({ sessionsEnded: 1, tokensRevoked: 1 });
  });

  test("does not come to be proven by a link that its maker has seen", async () => {
    const email = "second@globex.example";
    const { userId, ctx } = await hijack(email);
    const { link } = await createPasswordReset(ctx, { userId, portalUrl });
    await resetPassword(anybody, { token: tokenOf(link), password: "another one of theirs" });
    expect((await userOf(email)).emailProvenAt).toBeNull();
  });
});

describe("an account whose address was proven", () => {
  test("by a link that only its mailbox was sent keeps its password beside the provider", async () => {
    const email = "proven@acme.example";
    await hijack(email);
    await resetPassword(anybody, { token: tokenOf(await mailedLink(email)), password: "chosen by its person" });
    expect((await userOf(email)).emailProvenAt).not.toBeNull();
    await enter(email);
    expect((await authenticateUser(anybody, { email, password: "chosen by its person" })).email).toBe(email);
  });
});

test("who signs in at a provider gets a link for a password by e-mail alone: an owner is told none", async () => {
  const { id: userId } = await enter("ida@globex.example");
  await plane.fresh.db.operator.membership.create({
    data: { userId, tenantId: plane.acme.tenant.id, role: "developer" },
  });
  expect((await createPasswordReset(plane.acme, { userId, portalUrl })).link).toBeNull();
});

test("a changed password ends the links for another one", async () => {
  const { userId, person, ctx } = await hijack("changes@acme.example");
  const { link } = await createPasswordReset(ctx, { userId, portalUrl });
  await changePassword(person, { current: password, password: "a password of today" });
  await expect(openPasswordReset(anybody, { token: tokenOf(link) })).rejects.toMatchObject({ code: "not_found" });
});
