import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createAccessToken,
  createFunction,
  endAccess,
  endOwnAccess,
  grantAccess,
  isAccessInForce,
  listAccess,
  listAudit,
  loadActingContext,
  requestAccess,
} from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
let operatorId: string;
const email = "operator@annex.example";
const portalUrl = "http://portal.test";
beforeAll(async () => {
  plane = await startControlPlane();
  const { operator } = plane.fresh.db;
  operatorId = (await operator.user.create({ data: { email, name: "Op", isOperator: true } })).id;
  const owner = await operator.user.create({ data: { email: "owner@acme.example", name: "Ada" } });
  const member = { userId: owner.id, tenantId: plane.acme.tenant.id, role: "owner" } as const;
  await operator.membership.create({ data: member });
});
afterAll(() => plane.close());

const ask = (role: "viewer" | "developer" = "developer") =>
  requestAccess(plane.operator, { tenantId: plane.acme.tenant.id, role, reason: "The import fails", portalUrl });
const act = () => {
  const { db, jobs, masterKey } = plane.operator;
  const who = { tenantId: plane.acme.tenant.id, userId: operatorId, email };
  return loadActingContext({ db, jobs, masterKey }, who);
};

test("an operator acts in a tenant only by an owner's consent, with both names in its audit trail, until an owner ends it", async () => {
  const nothing = { code: "not_found", message: "There is no such tenant." };
  await expect(act()).rejects.toMatchObject(nothing);
  const { id: accessId, state } = await ask();
  expect(state).toBe("requested");
  await expect(act()).rejects.toMatchObject(nothing);
  const mails = await plane.fresh.db.operator.mail.findMany({ where: { recipient: "owner@acme.example" } });
  expect(mails.map(({ subject }) => subject)).toEqual([`${email} asks for access`]);
  await expect(ask()).rejects.toMatchObject({ code: "conflict", message: "You asked already, or have access." });

  expect(() => grantAccess(plane.as("developer"), { accessId })).toThrow("this needs the role owner");
  await expect(grantAccess(plane.globex, { accessId })).rejects.toMatchObject({ code: "not_found" });
  const granted = await grantAccess(plane.acme, { accessId });
  expect(granted).toMatchObject({ state: "active", grantedBy: "user:owner@acme.example" });
  await expect(grantAccess(plane.acme, { accessId })).rejects.toMatchObject({ code: "conflict" });

  const acting = await act();
  expect(acting.principal).toEqual({ actor: `operator:${email} as owner@acme.example`, role: "developer" });
  await createFunction(acting, { name: "by-support", extensionPointKey: null, template: "blank" });
  await expect(createAccessToken(acting, { name: "mine", scopes: ["functions:read"] })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(() => endAccess(acting, { accessId })).toThrow("this needs the role owner");
  await act();
  const { items } = await listAudit(plane.acme, {});
  const told = items.map(({ actor, action }) => [actor, action]);
  const both = `operator:${email} as owner@acme.example`;
  expect(told).toContainEqual([both, "createFunction"]);
  expect(told.filter(([, action]) => action === "actAsTenant")).toEqual([[both, "actAsTenant"]]);

  expect(await isAccessInForce(acting)).toBe(true);
  expect((await endAccess(plane.acme, { accessId })).state).toBe("ended");
  expect(await isAccessInForce(acting)).toBe(false);
  await expect(act()).rejects.toMatchObject(nothing);
  await expect(endAccess(plane.acme, { accessId })).rejects.toMatchObject({ code: "conflict" });
});

test("an access is over by its time, makes way for the next request, and is only its operator's", async () => {
  const { id: accessId } = await ask("viewer");
  const hourAgo = new Date(Date.now() - 3_600_000);
  expect((await grantAccess(plane.acme, { accessId, hours: 1 }, hourAgo)).expiresAt).not.toBeNull();
  await expect(act()).rejects.toMatchObject({ code: "not_found" });
  expect((await listAccess(plane.acme))[0]).toMatchObject({ id: accessId, state: "expired" });

  const next = await ask("viewer");
  const other = { ...plane.operator, principal: { actor: "user:other@annex.example" } };
  await expect(endOwnAccess(other, { accessId: next.id })).rejects.toMatchObject({ code: "not_found" });
  expect((await endOwnAccess(plane.operator, { accessId: next.id })).state).toBe("withdrawn");
  const last = await ask();
  expect((await endAccess(plane.acme, { accessId: last.id })).state).toBe("declined");
  expect(await listAccess(plane.globex)).toEqual([]);
});

test("the database lets no operator grant, and no tenant ask", async () => {
  const { id } = await ask();
  const { db } = plane.operator;
  const data = { grantedBy: "user:operator", grantedAt: new Date(), expiresAt: new Date(Date.now() + 1000) };
  await expect(db.operator.supportAccess.update({ where: { id }, data })).rejects.toThrow(/permission denied/);
  const row = {
    id,
    tenantId: plane.acme.tenant.id,
    operatorId,
    operatorEmail: email,
    role: "viewer",
    reason: "x",
    hours: 1,
  } as const;
  await expect(plane.acme.db.run((tx) => tx.supportAccess.createMany({ data: [row] }))).rejects.toThrow(
    /permission denied/,
  );
});
