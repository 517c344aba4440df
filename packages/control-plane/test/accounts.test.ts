import { randomUUID } from "node:crypto";
import type { GroupRule } from "@annex/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authenticateToken } from "../src/authenticate-token/authenticate-token.ts";
import { tokenHash } from "../src/authenticate-token/token-hash.ts";
import {
  type AccountContext,
  acceptInvitation,
  authenticateIdentity,
  authenticateUser,
  changePassword,
  confirmTotp,
  createInvitation,
  createPasswordReset,
  createTenantInvitation,
  createUserPasswordReset,
  endOtherSessions,
  endSession,
  forgotPassword,
  getAccount,
  getMail,
  listAudit,
  listInvitations,
  listMails,
  listMembers,
  listSessions,
  listTenantMembers,
  loadSession,
  loadTenantContext,
  mailForgotPassword,
  openInvitation,
  openPasswordReset,
  type PersonContext,
  removeMember,
  removeTotp,
  resetPassword,
  revokeInvitation,
  startSession,
  startTotp,
  type TenantContext,
  updateMember,
} from "../src/index.ts";
import { oneTimePassword } from "../src/totp/one-time-password.ts";
import { openTotp } from "../src/totp/sealed-totp.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

const portalUrl = "https://portal.example";
const password = "correct horse battery";
let plane: ControlPlane;
let anybody: AccountContext;
beforeAll(async () => {
  plane = await startControlPlane();
  const { jobs, masterKey } = plane.acme;
  anybody = { db: plane.fresh.db, jobs, masterKey };
});
afterAll(() => plane.close());
beforeEach(() => plane.fresh.db.operator.signInTry.deleteMany());

const tokenOf = (link: string | null) => new URL(link ?? "").hash.slice(1);
const invite = (ctx: TenantContext, email: string, role: "owner" | "developer" | "viewer" = "developer") =>
  createInvitation(ctx, { email, role, portalUrl });

/** A member with an account and a password, by invitation. */
async function join(ctx: TenantContext, email: string, role: "owner" | "developer" | "viewer" = "developer") {
  const { link } = await invite(ctx, email, role);
  await acceptInvitation(anybody, { token: tokenOf(link), name: "Ada", password });
  return plane.fresh.db.operator.user.findUniqueOrThrow({ where: { email } });
}

async function signIn(email: string): Promise<PersonContext> {
  const { id: userId } = await plane.fresh.db.operator.user.findUniqueOrThrow({ where: { email } });
  const where = { address: "203.0.113.7", userAgent: "a test" };
  const sessionId = await startSession(anybody, { userId, method: "password", ...where });
  return { ...anybody, userId, email, sessionId, principal: { actor: `user:${email}` } };
}

const gone = { code: "not_found" };

describe("an invitation", () => {
  test("makes a member with an account, once, and is told by e-mail and link", async () => {
    const { link, email, role } = await invite(plane.acme, " Ada@Acme.Example ");
    expect([email, role]).toEqual(["ada@acme.example", "developer"]);
    expect(link).toMatch(/^https:\/\/portal\.example\/invitation#[\w-]{43}$/);
    const [mail] = (await listMails(plane.operator)).items;
    expect(mail).toMatchObject({ to: "ada@acme.example", tenant: "acme" });
    expect((await getMail(plane.operator, { mailId: mail?.id ?? "" })).text).toContain(link);
    const token = tokenOf(link);
    expect(await openInvitation(anybody, { token })).toMatchObject({ tenant: "acme", role, email, hasAccount: false });
    const joined = await acceptInvitation(anybody, { token, name: "Ada", password });
    expect(joined).toEqual({ email: "ada@acme.example", tenant: "acme" });
    expect(await authenticateUser(anybody, { email, password })).toMatchObject({ name: "Ada" });
    expect(await listMembers(plane.acme)).toMatchObject([{ email, name: "Ada", role }]);
    expect(await listInvitations(plane.acme)).toEqual([]);
    await expect(acceptInvitation(anybody, { token, name: "Eve", password })).rejects.toMatchObject(gone);
    const rows = JSON.stringify(await plane.fresh.db.operator.invitation.findMany());
    expect(rows).not.toContain(token);
    expect((await listAudit(plane.acme)).items.map(({ action }) => action).slice(0, 2)).toEqual([
      "acceptInvitation",
      "getMail",
    ]);
  });

  test("used by many at once makes one member", async () => {
    const token = tokenOf((await invite(plane.acme, "many@acme.example")).link);
    const all = await Promise.allSettled(
      Array.from({ length: 5 }, () => acceptInvitation(anybody, { token, name: "Many", password })),
    );
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("joins an account that there is by its own password and no other", async () => {
    await join(plane.acme, "both@acme.example");
    const token = tokenOf((await invite(plane.globex, "both@acme.example", "viewer")).link);
    expect((await openInvitation(anybody, { token })).hasAccount).toBe(true);
    const wrong = acceptInvitation(anybody, { token, name: "Eve", password: "a wrong password" });
    await expect(wrong).rejects.toMatchObject({ code: "invalid_request", errors: [{ path: "password" }] });
    await acceptInvitation(anybody, { token, password });
    expect(await listMembers(plane.globex)).toMatchObject([
      { email: "both@acme.example", role: "viewer", name: "Ada" },
    ]);
  });

  test("that was revoked, replaced or is too old is answered like one that never was", async () => {
    const { operator } = plane.fresh.db;
    const first = await invite(plane.acme, "late@acme.example");
    const second = await invite(plane.acme, "late@acme.example");
    const never = openInvitation(anybody, { token: "x".repeat(43) }).catch((error: Error) => error.message);
    const asked = (link: string) =>
      openInvitation(anybody, { token: tokenOf(link) }).catch((error: Error) => error.message);
    expect(await asked(first.link)).toBe(await never);
    await operator.invitation.update({ where: { id: second.id }, data: { expiresAt: new Date() } });
    expect(await asked(second.link)).toBe(await never);
    const third = await invite(plane.acme, "late@acme.example");
    await expect(revokeInvitation(plane.globex, { invitationId: third.id })).rejects.toMatchObject(gone);
    await expect(revokeInvitation(plane.as("developer"), { invitationId: third.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    await revokeInvitation(plane.acme, { invitationId: third.id });
    expect(await asked(third.link)).toBe(await never);
  });

  test("is refused to a developer, for a member, and for what is no address; a short password makes no account", async () => {
    await expect(invite(plane.as("developer"), "x@acme.example")).rejects.toMatchObject({ code: "forbidden" });
    await expect(invite(plane.acme, "ada@acme.example")).rejects.toMatchObject({
      code: "conflict",
      errors: [{ path: "email", message: "ada@acme.example is a member already." }],
    });
    await expect(invite(plane.acme, "nobody")).rejects.toMatchObject({ code: "invalid_request" });
    const token = tokenOf((await invite(plane.acme, "short@acme.example")).link);
    await expect(acceptInvitation(anybody, { token, name: "S", password: "short" })).rejects.toMatchObject({
      errors: [{ path: "password", message: "A password has at least 12 characters." }],
    });
    await expect(acceptInvitation(anybody, { token, password })).rejects.toMatchObject({ errors: [{ path: "name" }] });
    expect(await plane.fresh.db.operator.user.count({ where: { email: "short@acme.example" } })).toBe(0);
  });

  test("of an operator gives a tenant its first owner", async () => {
    const tenantId = plane.globex.tenant.id;
    const wanted = { tenantId, email: "first@globex.example", role: "owner", portalUrl } as const;
    const { link } = await createTenantInvitation(plane.operator, wanted);
    await acceptInvitation(anybody, { token: tokenOf(link), name: "First", password });
    expect(await listTenantMembers(plane.operator, { tenantId })).toMatchObject([
      { email: "both@acme.example" },
      { email: "first@globex.example", role: "owner" },
    ]);
    const nowhere = createTenantInvitation(plane.operator, { ...wanted, tenantId: randomUUID() });
    await expect(nowhere).rejects.toMatchObject(gone);
  });
});

describe("a member", () => {
  test("gets another role from the next request on, and is out at once when removed", async () => {
    const { id: userId, email } = await join(plane.acme, "role@acme.example");
    const { db, jobs, masterKey, tenant } = plane.acme;
    const seen = () =>
      loadTenantContext({ db: plane.fresh.db, jobs, masterKey }, { tenantId: tenant.id, userId, email });
    expect((await updateMember(plane.acme, { userId, role: "viewer" })).role).toBe("viewer");
    expect((await seen()).principal.role).toBe("viewer");
    await expect(updateMember(plane.globex, { userId, role: "owner" })).rejects.toMatchObject(gone);
    await expect(removeMember(plane.globex, { userId })).rejects.toMatchObject(gone);
    await expect(updateMember(plane.as("developer"), { userId, role: "owner" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await removeMember(plane.acme, { userId });
    await expect(seen()).rejects.toMatchObject(gone);
    expect(await db.run((tx) => tx.user.count({ where: { email } }))).toBe(0);
    expect((await listAudit(plane.acme)).items[0]).toMatchObject({ action: "removeMember", target: `user:${email}` });
  });

  test("who is the last owner stays one, also when two owners go at the same moment", async () => {
    const [one, two] = [
      await join(plane.acme, "o1@acme.example", "owner"),
      await join(plane.acme, "o2@acme.example", "owner"),
    ];
    const both = await Promise.allSettled([
      removeMember(plane.acme, { userId: one.id }),
      updateMember(plane.acme, { userId: two.id, role: "viewer" }),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const owners = (await listMembers(plane.acme)).filter(({ role }) => role === "owner");
    expect(owners).toHaveLength(1);
    const last = { userId: owners[0]?.id ?? "" };
    const refused = { code: "conflict", message: "This is the last owner. Make somebody else an owner first." };
    await expect(removeMember(plane.acme, last)).rejects.toMatchObject(refused);
    await expect(updateMember(plane.acme, { ...last, role: "developer" })).rejects.toMatchObject(refused);
    expect((await updateMember(plane.acme, { ...last, role: "owner" })).role).toBe("owner");
  });
});

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
    const both = await plane.fresh.db.operator.user.findUniqueOrThrow({ where: { email: "both@acme.example" } });
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

describe("an authenticator app", () => {
  const codeNow = (secret: Uint8Array, later = 0) => oneTimePassword(secret, Math.floor(Date.now() / 30_000) + later);
  const secretOf = async (person: PersonContext) => {
    const user = await plane.fresh.db.operator.user.findUniqueOrThrow({ where: { id: person.userId } });
    return openTotp(anybody.masterKey, user) ?? new Uint8Array();
  };
  const enter = (person: PersonContext, code?: string) =>
    authenticateUser(anybody, { email: person.email, password, ...(code === undefined ? {} : { code }) });

  async function setUp(email: string) {
    await join(plane.acme, email);
    const person = await signIn(email);
    await startTotp(person);
    const secret = await secretOf(person);
    const { recoveryCodes } = await confirmTotp(person, { code: codeNow(secret, -1) });
    return { person, secret, recoveryCodes };
  }

  test("counts once a code of it was typed; until then the password is enough", async () => {
    await join(plane.acme, "t1@acme.example");
    const person = await signIn("t1@acme.example");
    await expect(confirmTotp(person, { code: "123456" })).rejects.toMatchObject({ code: "conflict" });
    const { secret, uri, svg } = await startTotp(person);
    expect(uri).toBe(`otpauth://totp/Annex:t1%40acme.example?secret=${secret}&issuer=Annex`);
    expect(svg).toMatch(/^<svg/);
    const row = await plane.fresh.db.operator.user.findUniqueOrThrow({ where: { id: person.userId } });
    expect(Buffer.from(row.totpCiphertext ?? []).toString("latin1")).not.toContain(secret);
    await expect(confirmTotp(person, { code: "000000" })).rejects.toMatchObject({ errors: [{ path: "code" }] });
    expect((await enter(person)).email).toBe(person.email);
    expect(await getAccount(person)).toMatchObject({ totpSince: null });
  });

  test("is asked for beside the right password only, and no code is good twice", async () => {
    const { person, secret } = await setUp("t2@acme.example");
    expect(await getAccount(person)).toMatchObject({ totpSince: expect.any(String), recoveryCodesLeft: 10 });
    await expect(authenticateUser(anybody, { email: person.email, password: "wrong" })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(enter(person)).rejects.toMatchObject({ code: "forbidden" });
    await expect(enter(person, codeNow(secret, -1))).rejects.toMatchObject({ code: "invalid_request" });
    const code = codeNow(secret);
    const twice = await Promise.allSettled([enter(person, code), enter(person, code)]);
    expect(twice.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(startTotp(person)).rejects.toMatchObject({ code: "conflict" });
  });

  test("is stood in for by each recovery code once, however it is typed", async () => {
    const { person, recoveryCodes } = await setUp("t3@acme.example");
    const [first = ""] = recoveryCodes;
    expect(first).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
    await enter(person, first.toUpperCase().replaceAll("-", " "));
    await expect(enter(person, first)).rejects.toMatchObject({ code: "invalid_request" });
    expect((await getAccount(person)).recoveryCodesLeft).toBe(9);
    const rows = JSON.stringify(await plane.fresh.db.operator.recoveryCode.findMany());
    expect(rows).not.toContain(first);
  });

  test("ends by its person's password or an operator's link for a new one, not by an owner's", async () => {
    const { person } = await setUp("t4@acme.example");
    const { userId } = person;
    await expect(removeTotp(person, { password: "wrong" })).rejects.toMatchObject({ errors: [{ path: "password" }] });
    const byOwner = await createPasswordReset(plane.acme, { userId, portalUrl });
    await resetPassword(anybody, { token: tokenOf(byOwner.link), password });
    await expect(enter(person)).rejects.toMatchObject({ code: "forbidden" });
    const byOperator = await createUserPasswordReset(plane.operator, { userId, portalUrl });
    await resetPassword(anybody, { token: tokenOf(byOperator.link), password });
    expect((await enter(person)).email).toBe(person.email);
    await startTotp(person);
    await confirmTotp(person, { code: codeNow(await secretOf(person)) });
    await removeTotp(person, { password });
    expect((await enter(person)).email).toBe(person.email);
  });

  test("guessing its code is stopped like guessing a password", async () => {
    const { person } = await setUp("t5@acme.example");
    for (let n = 0; n < 10; n++)
      await expect(enter(person, "000000")).rejects.toMatchObject({ code: "invalid_request" });
    await expect(enter(person, "000000")).rejects.toMatchObject({ code: "limit_exceeded" });
  });
});

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
