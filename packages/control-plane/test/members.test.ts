import { randomUUID } from "node:crypto";
import { seedTenant } from "@annex/db/testing";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import {
  acceptInvitation,
  authenticateToken,
  authenticateUser,
  createAccessToken,
  createPasswordReset,
  createTenantInvitation,
  getMail,
  listAudit,
  listInvitations,
  listMails,
  listMembers,
  listTenantMembers,
  loadTenantContext,
  openInvitation,
  removeMember,
  revokeInvitation,
  updateMember,
} from "../src/index.ts";
import { gone, password, portalUrl, startAccounts, tokenOf } from "./start-accounts.ts";

const { anybody, invite, join, plane } = await startAccounts();
afterAll(() => plane.close());
beforeEach(() => plane.fresh.db.operator.signInTry.deleteMany());

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

  test("is one of fifty e-mails an hour that a tenant's owners send: to anybody, in the platform's name", async () => {
    const tenant = await seedTenant(plane.fresh.db, "initech");
    const initech = { ...plane.acme, tenant, db: plane.fresh.db.forTenant(tenant.id) };
    const { id: userId } = await join(initech, "first@initech.example");
    const mails = () => plane.fresh.db.operator.mail.count({ where: { tenantId: initech.tenant.id } });
    for (let count = 1; count < 49; count += 1) await invite(initech, "victim@elsewhere.example");
    await createPasswordReset(initech, { userId, portalUrl });
    expect(await mails()).toBe(50);
    const refused = { code: "limit_exceeded", retryAfterSeconds: expect.any(Number) };
    await expect(invite(initech, "victim@elsewhere.example")).rejects.toMatchObject(refused);
    await expect(createPasswordReset(initech, { userId, portalUrl })).rejects.toMatchObject(refused);
    expect(await mails()).toBe(50);
    await invite(plane.globex, "victim@elsewhere.example"); // another tenant's own
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

  test("who was removed gets no token back by joining again, and keeps those of other tenants", async () => {
    const { id: userId, email } = await join(plane.acme, "again@acme.example", "viewer");
    const enter = async (ctx: typeof plane.acme, role: "viewer" | "developer") =>
      acceptInvitation(anybody, { token: tokenOf((await invite(ctx, email, role)).link), password });
    await enter(plane.globex, "viewer");
    const principal = { actor: `user:${email}`, role: "viewer" } as const;
    const wanted = { name: "script", scopes: ["functions:read" as const] };
    const here = await createAccessToken({ ...plane.acme, principal }, wanted);
    const elsewhere = await createAccessToken({ ...plane.globex, principal }, wanted);
    await removeMember(plane.acme, { userId });
    await enter(plane.acme, "developer");
    await expect(authenticateToken(anybody, here.token)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await authenticateToken(anybody, elsewhere.token)).toMatchObject({ userId });
    const removal = (await listAudit(plane.acme)).items.find(({ action }) => action === "removeMember");
    expect(removal).toMatchObject({ target: `user:${email}`, detail: { role: "viewer", tokensRevoked: 1 } });
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
