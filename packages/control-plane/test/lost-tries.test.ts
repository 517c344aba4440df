import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWebhook, endLostTries, enqueueMail, ofTenant, redeliver } from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

const dayAgo = new Date(Date.now() - 25 * 3_600_000);

test("a delivery and an e-mail whose worker died in the last try are given up, and none that is still tried", async () => {
  const { operator } = plane.fresh.db;
  const tenantId = plane.acme.tenant.id;
  const { id: webhookId } = await createWebhook(ofTenant(plane.acme), { name: "told", url: "https://acme.example/" });
  const deliver = async (state: "pending" | "failed", createdAt: Date) => {
    const id = randomUUID();
    const row = { id, tenantId, webhookId, acceptedId: randomUUID(), state, createdAt };
    await operator.webhookDelivery.create({ data: row });
    return id;
  };
  const [lost, young, tried] = [
    await deliver("pending", dayAgo),
    await deliver("pending", new Date()),
    await deliver("failed", dayAgo),
  ];
  await redeliver(ofTenant(plane.acme), { deliveryId: tried }); // which has a job now
  const mail = { to: "dev@acme.example", subject: "Hello", text: "Hello" };
  const enqueue = () => operator.$transaction((tx) => enqueueMail(tx, plane.operator, { tenantId, ...mail }));
  const [lostMail, triedMail] = [await enqueue(), await enqueue()];
  await operator.mail.updateMany({ data: { createdAt: dayAgo } });
  await operator.$executeRaw`DELETE FROM pgboss.job WHERE name = 'send-mail' AND singleton_key = ${lostMail}`;

  expect(await endLostTries(plane.fresh.db)).toBe(2);
  const stateOf = async (id: string) => (await operator.webhookDelivery.findUniqueOrThrow({ where: { id } })).state;
  expect([await stateOf(lost), await stateOf(young), await stateOf(tried)]).toEqual(["failed", "pending", "pending"]);
  const mails = await operator.mail.findMany({ where: { id: { in: [lostMail, triedMail] } } });
  expect(new Map(mails.map(({ id, state }) => [id, state]))).toEqual(
    new Map([
      [lostMail, "failed"],
      [triedMail, "queued"],
    ]),
  );
  expect(await endLostTries(plane.fresh.db)).toBe(0);
});
