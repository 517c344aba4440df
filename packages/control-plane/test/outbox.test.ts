import { afterAll, beforeAll, expect, test } from "vitest";
import { enqueueMail, getMail, listAudit, listMails } from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

const mail = { to: "ada@acme.example", subject: "You are invited", text: "https://portal.example/#a-secret-link" };

test("an e-mail is written with what it tells, sealed, and its job waits for the worker", async () => {
  const { acme, operator, fresh } = plane;
  const tenantId = acme.tenant.id;
  const id = await acme.db.run((tx) => enqueueMail(tx, acme, { tenantId, ...mail }));
  expect(await plane.jobsIn("send-mail")).toBe(1);
  const row = await fresh.db.operator.mail.findUniqueOrThrow({ where: { id } });
  expect(Buffer.from(row.ciphertext ?? []).toString("latin1")).not.toContain("a-secret-link");
  const { items } = await listMails(operator);
  expect(items).toMatchObject([{ id, tenant: "acme", to: mail.to, state: "queued", attempts: 0 }]);
  expect(JSON.stringify(items)).not.toContain("a-secret-link");
  expect((await getMail(operator, { mailId: id })).text).toBe(mail.text);
  expect((await listAudit(acme)).items[0]).toMatchObject({ action: "getMail", detail: { to: mail.to } });
});

test("where its transaction is rolled back, there is neither e-mail nor job", async () => {
  const before = await plane.jobsIn("send-mail");
  const work = plane.acme.db.run(async (tx) => {
    await enqueueMail(tx, plane.acme, { tenantId: plane.acme.tenant.id, ...mail, subject: "Never" });
    throw new Error("changed my mind");
  });
  await expect(work).rejects.toThrow("changed my mind");
  expect(await plane.jobsIn("send-mail")).toBe(before);
  expect((await listMails(plane.operator)).items.map(({ subject }) => subject)).not.toContain("Never");
});

test("a tenant writes no e-mail in another's name and reads none", async () => {
  const { acme, globex } = plane;
  const foreign = globex.db.run((tx) => enqueueMail(tx, globex, { tenantId: acme.tenant.id, ...mail }));
  await expect(foreign).rejects.toThrow(/row-level security/);
  await expect(acme.db.run((tx) => tx.mail.count())).rejects.toThrow(/denied/);
});

test.each([
  ["an address that is none", { to: "ada" }],
  ["a subject that adds a header", { subject: "Hello\r\nBcc: everybody@example.com" }],
  ["no text", { text: "" }],
])("%s is refused", async (_, wrong) => {
  const work = plane.acme.db.run((tx) => enqueueMail(tx, plane.acme, { tenantId: null, ...mail, ...wrong }));
  await expect(work).rejects.toMatchObject({ code: "invalid_request" });
});

test("the outbox is read page by page and by state; an unknown e-mail is not found", async () => {
  const { operator } = plane;
  for (let n = 0; n < 3; n += 1)
    await operator.db.operator.$transaction((tx) => enqueueMail(tx, operator, { tenantId: null, ...mail }));
  const first = await listMails(operator, { limit: 2 });
  const second = await listMails(operator, { limit: 2, cursor: first.nextCursor ?? "" });
  expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(4);
  expect((await listMails(operator, { state: "sent" })).items).toEqual([]);
  const missing = getMail(operator, { mailId: "00000000-0000-7000-8000-000000000000" });
  await expect(missing).rejects.toMatchObject({ code: "not_found", message: "There is no such e-mail." });
});
