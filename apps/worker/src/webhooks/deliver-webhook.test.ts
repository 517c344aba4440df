import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import {
  createWebhook,
  ofOperators,
  ofTenant,
  rotateWebhook,
  sweepDeliveries,
  testWebhook,
} from "@annex/control-plane";
import { parseMasterKey } from "@annex/envelope";
import { type FreshDatabase, freshDatabase, listenLocally, seedTenant } from "@annex/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deliverWebhook } from "./deliver-webhook.ts";

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const masterKey = parseMasterKey(randomBytes(32).toString("base64"));
const received: Received[] = [];
let answer = 204;
let fresh: FreshDatabase;
let tenant: Awaited<ReturnType<typeof seedTenant>>;
let host: string;
let close: () => Promise<void>;

beforeAll(async () => {
  fresh = await freshDatabase();
  tenant = await seedTenant(fresh.db, "acme");
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    received.push({ headers: request.headers, body });
    response.writeHead(answer, { location: "http://169.254.169.254/" }).end("hello");
  });
  host = `127.0.0.1:${await listenLocally(server)}`;
  close = () => new Promise((done) => server.close(() => done()));
});
afterAll(async () => {
  await close();
  await fresh.dispose();
});
beforeEach(() => {
  received.length = 0;
  answer = 204;
});

/** A finished invocation whose outcome waits to be told at `url`. */
async function pendingDelivery(url: string) {
  const jobs = { send: async () => undefined, close: async () => undefined };
  const principal = { actor: "user:dev@acme.example", role: "developer" } as const;
  const ctx = { tenant, principal, db: fresh.db.forTenant(tenant.id), jobs, masterKey };
  const { id: webhookId, secret } = await createWebhook(ofTenant(ctx), {
    name: `hook-${randomBytes(4).toString("hex")}`,
    url,
  });
  const [acceptedId, id] = [randomUUID(), randomUUID()];
  const shared = { tenantId: tenant.id, functionId: randomUUID(), functionName: "double", correlationId: "order-4711" };
  await fresh.db.operator.acceptedInvocation.create({
    data: {
      ...shared,
      id: acceptedId,
      hops: 0,
      trigger: "async",
      caller: "client:acme",
      fields: {},
      policy: {},
      state: "done",
      outcome: "success",
      finishedAt: new Date(),
    },
  });
  await fresh.db.operator.webhookDelivery.create({ data: { id, tenantId: tenant.id, webhookId, acceptedId } });
  return { id, acceptedId, secret };
}

const deliver = (id: string, lastTry = false, hosts = [host]) =>
  deliverWebhook({ db: fresh.db, masterKey, webhookHosts: new Set(hosts) }, id, lastTry);
const rowOf = (id: string) => fresh.db.operator.webhookDelivery.findUnique({ where: { id } });

test("a receiver is told the outcome, signed with the webhook's secret, once", async () => {
  const { id, acceptedId, secret } = await pendingDelivery(`http://${host}/outcomes`);
  await deliver(id);
  await deliver(id);
  expect(received).toHaveLength(1);
  const [{ headers, body } = { headers: {}, body: "" }] = received;
  expect(JSON.parse(body)).toMatchObject({
    type: "invocation.finished",
    data: { id: acceptedId, state: "done", outcome: "success", functionName: "double", correlationId: "order-4711" },
  });
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  expect(headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  expect(Math.abs(Number(headers["webhook-timestamp"]) - Date.now() / 1000)).toBeLessThan(5);
  expect(await rowOf(id)).toMatchObject({ state: "delivered", attempts: 1, lastStatus: 204, lastError: null });
});

test.each([500, 404, 302])(
  "an answer %d is no delivery: it is tried again, and given up with the last try",
  async (status) => {
    answer = status;
    const { id } = await pendingDelivery(`http://${host}/outcomes`);
    await expect(deliver(id)).rejects.toThrow(`The receiver answered ${status}.`);
    expect(await rowOf(id)).toMatchObject({ state: "pending", attempts: 1, lastStatus: status });
    await deliver(id, true);
    expect(await rowOf(id)).toMatchObject({
      state: "failed",
      attempts: 2,
      lastError: `The receiver answered ${status}.`,
    });
    expect(received).toHaveLength(2);
  },
);

test("nothing is told of an invocation that was redriven meanwhile: what it comes to is told by another delivery", async () => {
  answer = 500;
  const { id, acceptedId } = await pendingDelivery(`http://${host}/outcomes`);
  await expect(deliver(id)).rejects.toThrow("The receiver answered 500.");
  const again = { state: "queued", outcome: null, finishedAt: null } as const;
  await fresh.db.operator.acceptedInvocation.update({ where: { id: acceptedId }, data: again });
  await deliver(id);
  expect(received).toHaveLength(1);
  expect(await rowOf(id)).toMatchObject({ state: "failed", lastError: expect.stringContaining("redriven") });
});

test("while its tenant is suspended a delivery is held, untried, and made when it is sent again", async () => {
  const { id } = await pendingDelivery(`http://${host}/outcomes`);
  const where = { id: tenant.id };
  await fresh.db.operator.tenant.update({ where, data: { status: "suspended" } });
  await deliver(id);
  await deliver(id, true);
  expect(received).toHaveLength(0);
  expect(await rowOf(id)).toMatchObject({ state: "held", attempts: 0, finishedAt: null });
  await fresh.db.operator.tenant.update({ where, data: { status: "active" } });
  const jobs = { send: async () => undefined, close: async () => undefined };
  expect(await sweepDeliveries(fresh.db, jobs)).toBe(1);
  await deliver(id);
  expect(received).toHaveLength(1);
  expect(await rowOf(id)).toMatchObject({ state: "delivered", attempts: 1 });
});

describe("nothing that is not the public Internet is reached:", () => {
  test.each([
    ["an address of this machine", "https://127.0.0.1/"],
    ["a name of this machine", "https://localhost/"],
    ["the cloud's metadata", "https://169.254.169.254/latest/meta-data"],
    ["an address spelled out in IPv6", "https://[::ffff:7f00:1]/"],
    ["plain HTTP", "http://example.com/"],
  ])("%s", async (_, url) => {
    const { id } = await pendingDelivery(url);
    await expect(deliver(id)).rejects.toThrow(/not an address of the public Internet|needs https/);
    expect((await rowOf(id))?.state).toBe("pending");
  });

  test("not even a host that was allowed on another port", async () => {
    const { id } = await pendingDelivery(`http://${host}/`);
    await expect(deliver(id, false, ["127.0.0.1:1"])).rejects.toThrow("A webhook needs https.");
    expect(received).toHaveLength(0);
  });
});

test("a webhook's URL holds no user and is http or https", async () => {
  for (const url of ["ftp://acme.example/", "https://user:pass@acme.example/", "javascript:alert(1)"])
    await expect(pendingDelivery(url)).rejects.toMatchObject({ code: "invalid_request" });
});

describe("a webhook of the operators", () => {
  const jobs = { send: async () => undefined, close: async () => undefined };
  const owner = () => ofOperators({ principal: { actor: "user:ops@annex.example" }, db: fresh.db, jobs, masterKey });
  /** Whether the message bears a signature of the secret. */
  const isSignedWith = (secret: string, { headers, body }: Received) => {
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    const signature = `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
    return String(headers["webhook-signature"]).split(" ").includes(signature);
  };
  async function sendTest(webhookId: string): Promise<Received> {
    received.length = 0;
    await deliver((await testWebhook(owner(), { webhookId })).id);
    const [message] = received;
    if (!message) throw new Error("Nothing came.");
    return message;
  }

  test("is told of a test and of an alert, signed like a tenant's", async () => {
    const { id, secret } = await createWebhook(owner(), { name: "pager", url: `http://${host}/alerts` });
    const message = await sendTest(id);
    expect(JSON.parse(message.body)).toMatchObject({ type: "webhook.test", data: { webhook: "pager" } });
    expect(isSignedWith(secret, message)).toBe(true);
    const { operator } = fresh.db;
    const rule = await operator.alertRule.findFirstOrThrow({ where: { tenantId: null, name: "Worker behind" } });
    const event = { id: randomUUID(), ruleId: rule.id, kind: "firing", threshold: 1, text: "late", muted: false };
    await operator.alertEvent.create({ data: { ...event, told: [] } });
    const deliveryId = randomUUID();
    await operator.webhookDelivery.create({ data: { id: deliveryId, webhookId: id, alertEventId: event.id } });
    await deliver(deliveryId);
    expect(JSON.parse(received[1]?.body ?? "")).toMatchObject({
      type: "alert.firing",
      data: { rule: "Worker behind" },
    });
  });

  test("signs with both secrets for a day after a rotation, then with the new one alone", async () => {
    const { id, secret: first } = await createWebhook(owner(), { name: "rotated", url: `http://${host}/alerts` });
    const { secret: second, previousUntil } = await rotateWebhook(owner(), { webhookId: id });
    expect(Date.parse(previousUntil ?? "") - Date.now()).toBeGreaterThan(23 * 3_600_000);
    const both = await sendTest(id);
    expect([isSignedWith(first, both), isSignedWith(second, both)]).toEqual([true, true]);
    const { secret: third } = await rotateWebhook(owner(), { webhookId: id });
    const later = await sendTest(id);
    expect([first, second, third].map((secret) => isSignedWith(secret, later))).toEqual([false, true, true]);
    await fresh.db.operator.webhook.update({ where: { id }, data: { previousUntil: new Date() } });
    const last = await sendTest(id);
    expect([second, third].map((secret) => isSignedWith(secret, last))).toEqual([false, true]);
  });

  test("reaches no more than a tenant's may", async () => {
    const { id } = await createWebhook(owner(), { name: "inside", url: "https://169.254.169.254/latest/meta-data" });
    const { id: deliveryId } = await testWebhook(owner(), { webhookId: id });
    await expect(deliver(deliveryId)).rejects.toThrow("not an address of the public Internet");
  });
});
