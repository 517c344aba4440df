import {
  type Replay,
  recordedPayloadSchema,
  replaySchema,
  type SetRecordingPolicy,
  startedReplaySchema,
} from "@annex/contract";
import {
  getReplay,
  listRecordedRuns,
  readPayload,
  replayInvocation,
  saveRecordedEvent,
  setRecordingPolicy,
  type TenantContext,
} from "@annex/control-plane";
import { credentialContext, seal } from "@annex/envelope";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Deployed, deployRelease } from "../../test/deploy-function.ts";
import { type Caller, type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";

let platform: Platform;
let scored: Deployed;
const secret = "hunter2-hunter2";
const within = { timeout: 10_000, interval: 20 };
const fields = { "invoice.number": "R-1", "invoice.total": 21, "invoice.note": "IBAN DE89" };
const route = "/v1/functions/scored/invocations";
const mapping = {
  parameters: [
    { name: "total", source: { kind: "field" as const, path: "invoice.total" } },
    { name: "remark", source: { kind: "field" as const, path: "invoice.note" } },
    { name: "key", source: { kind: "credential" as const, credential: "erp" } },
  ],
  outputs: [{ field: "invoice.riskScore", source: { kind: "result" as const, path: "score" } }],
};
const codeOf = (score: string) =>
  `export const handler = async ({ total, key, remark }) => {
    if (total < 0) throw new RangeError("less than nothing for " + key);
    return { score: ${score}, said: "the key is " + key, account: { iban: remark } };
  };`;
const wanted = (score: string) => ({
  ...{ name: "scored", code: codeOf(score), mapping },
  extensionPointKey: "invoice.submitted",
});

function contextOf({ tenant }: Caller, role: "viewer" | "developer" | "owner" = "owner"): TenantContext {
  const { db, jobs, masterKey } = platform.dataPlane.services;
  const principal = { actor: `user:${role}@${tenant.slug}.example`, role };
  return { tenant: { ...tenant, name: tenant.slug }, principal, db: db.forTenant(tenant.id), jobs, masterKey };
}

/** Sets a policy and waits until the data plane knows of it. */
async function record(policy: SetRecordingPolicy): Promise<void> {
  await setRecordingPolicy(contextOf(platform.acme), policy);
  await vi.waitFor(async () => {
    const { recording } = await platform.dataPlane.services.directory.tenant(platform.acme.tenant.id);
    expect(recording).toMatchObject(policy);
  }, within);
}

async function run(values: Record<string, unknown> = fields): Promise<string> {
  const { invocationId } = await platform.acme.run(route, values);
  await platform.dataPlane.services.payloads.settle();
  return invocationId ?? "";
}

const rows = () => platform.fresh.db.operator.recordedPayload.count();

const done = (replayId: string) => getReplay(contextOf(platform.acme), { replayId, waitMs: 15_000 });

beforeAll(async () => {
  platform = await startPlatform();
  const tenantId = platform.acme.tenant.id;
  const id = crypto.randomUUID();
  const sealed = seal(platform.masterKey, secret, credentialContext(tenantId, id));
  const data = { id, tenantId, name: "erp", kind: "secret" as const, createdBy: "test", ...sealed };
  await platform.fresh.db.operator.credential.create({ data });
  scored = await platform.acme.deploy(wanted("total * 2"));
});
afterAll(() => platform.close());

describe("payloads are recorded", () => {
  test("not at all where nobody asked for it, nor where the policy is off", async () => {
    await run();
    await record({ mode: "off", redacted: [], retentionDays: 3 });
    await run();
    expect(await rows()).toBe(0);
  });

  test("of failed invocations only, where the policy says so", async () => {
    await record({ mode: "errors", redacted: [], retentionDays: 3 });
    await run();
    expect(await rows()).toBe(0);
    const id = await run({ ...fields, "invoice.total": -1 });
    const payload = await readPayload(contextOf(platform.acme), { invocationId: id });
    expect(payload).toMatchObject({ outcome: "function_error", fields: { "invoice.total": -1 } });
    expect(payload.error).toMatchObject({ type: "RangeError", message: "less than nothing for [secret]" });
    const kept = Date.parse(payload.expiresAt) - Date.parse(payload.recordedAt);
    expect(kept).toBe(3 * 86_400_000);
  });

  test("without secrets, and without what the policy redacts wherever it came to stand", async () => {
    await record({ mode: "all", redacted: ["invoice.note", "IBAN"], retentionDays: 7 });
    const id = await run();
    const row = await platform.fresh.db.operator.recordedPayload.findFirstOrThrow({ where: { id } });
    expect(row).toMatchObject({
      fields: { "invoice.number": "R-1", "invoice.total": 21, "invoice.note": "[redacted]" },
      event: { total: 21, remark: "[redacted]", key: "[redacted]" },
      output: { score: 42, said: "the key is [secret]", account: { iban: "[redacted]" } },
      setFields: { "invoice.riskScore": 42 },
      redacted: ["invoice.note"],
      dropped: [],
    });
    const text = JSON.stringify(row);
    expect(text).not.toContain(secret);
    expect(text).not.toContain("DE89");
  });

  test("up to a size: what is larger is named, and never cut", async () => {
    const id = await run({ ...fields, "invoice.number": "x".repeat(300_000) });
    const row = await platform.fresh.db.operator.recordedPayload.findFirstOrThrow({ where: { id } });
    expect(row).toMatchObject({ fields: null, event: { total: 21 }, dropped: ["fields"] });
    const replay = replayInvocation(contextOf(platform.acme), { invocationId: id, target: { kind: "live" } });
    await expect(replay).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("too large") });
  });

  test("of each run of an accepted invocation, found by its row of the ledger", async () => {
    const answer = await platform.acme.call("POST", `${route}?mode=async`, { body: { fields } });
    const id: string = Object(answer.body).invocations[0].invocationId;
    const { operator } = platform.fresh.db;
    const ledger = await vi.waitFor(() => operator.invocation.findFirstOrThrow({ where: { acceptedId: id } }), within);
    await platform.dataPlane.services.payloads.settle();
    for (const invocationId of [id, ledger.id])
      expect(await readPayload(contextOf(platform.acme), { invocationId })).toMatchObject({
        ...{ invocationId: id, attempt: 1, set: { "invoice.riskScore": 42 } },
      });
  });
});

describe("what was recorded", () => {
  test("is read by developers of the tenant, and each reading is in the audit trail", async () => {
    const invocationId = await run();
    const { operator } = platform.fresh.db;
    const readings = () =>
      operator.auditEvent.count({ where: { action: "readPayload", target: `invocation:${invocationId}` } });
    await expect(readPayload(contextOf(platform.acme, "viewer"), { invocationId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(readPayload(contextOf(platform.globex), { invocationId })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await readings()).toBe(0);
    for (const _ of [1, 2]) await readPayload(contextOf(platform.acme, "developer"), { invocationId });
    expect(await readings()).toBe(2);
  });

  test("is gone for everybody when its time is over, before it is pruned", async () => {
    const invocationId = await run();
    await platform.fresh.db.operator.recordedPayload.updateMany({
      where: { id: invocationId },
      data: { expiresAt: new Date() },
    });
    const ctx = contextOf(platform.acme);
    await expect(readPayload(ctx, { invocationId })).rejects.toMatchObject({ code: "not_found" });
    const replay = replayInvocation(ctx, { invocationId, target: { kind: "live" } });
    await expect(replay).rejects.toMatchObject({ code: "not_found" });
  });

  test("makes a test event, without what was redacted", async () => {
    const invocationId = await run();
    const ctx = contextOf(platform.acme, "developer");
    const [newest] = await listRecordedRuns(ctx, { functionName: "scored" });
    expect(newest).toMatchObject({ invocationId, outcome: "success", releaseNumber: 1 });
    const event = await saveRecordedEvent(ctx, { functionName: "scored", invocationId, name: "real one" });
    expect(event.record).toEqual({ "invoice.number": "R-1", "invoice.total": 21 });
    await platform.acme.deploy({ ...wanted("1"), name: "another" });
    const elsewhere = saveRecordedEvent(ctx, { functionName: "another", invocationId, name: "x" });
    await expect(elsewhere).rejects.toMatchObject({ code: "not_found" });
  });

  test("is set by owners, and a policy that makes no sense changes nothing", async () => {
    const policy: SetRecordingPolicy = { mode: "all", redacted: ["iban"], retentionDays: 1 };
    await expect(setRecordingPolicy(contextOf(platform.acme, "developer"), policy)).rejects.toMatchObject({
      code: "forbidden",
    });
    for (const wrong of [{ retentionDays: 0 }, { retentionDays: 91 }, { redacted: ["no spaces here"] }])
      await expect(setRecordingPolicy(contextOf(platform.acme), { ...policy, ...wrong })).rejects.toMatchObject({
        code: "invalid_request",
      });
    expect(await platform.fresh.db.operator.recordingPolicy.count()).toBe(1);
  });
});

describe("a replay", () => {
  let invocationId: string;
  const replay = async (target: Replay["target"], given: object = { "invoice.note": "IBAN 2" }) =>
    done((await replayInvocation(contextOf(platform.acme), { invocationId, target, fields: { ...given } })).id);

  beforeAll(async () => {
    invocationId = await run();
    await deployRelease(platform.fresh.db, platform.author, scored, wanted("total * 3"));
  });

  test("runs with the live release, or the one that is named, and tells what differs", async () => {
    const live = await replay({ kind: "live" });
    expect(live).toMatchObject({ state: "done", original: { releaseNumber: 1 }, replayed: { releaseNumber: 2 } });
    expect(live.differences).toEqual([
      { path: "output.score", kind: "changed", before: 42, after: 63 },
      { path: "set.invoice.riskScore", kind: "changed", before: 42, after: 63 },
    ]);
    const before = await replay({ kind: "release", number: 1 });
    expect(before).toMatchObject({ state: "done", replayed: { releaseNumber: 1 }, differences: [], more: false });
  });

  test("stands in the ledger as a replay, and touches neither bindings, nor dead letters, nor idempotency keys", async () => {
    const { operator } = platform.fresh.db;
    const before = await operator.idempotencyKey.count();
    const failed = await replay({ kind: "live" }, { "invoice.total": -1 });
    expect(failed.replayed).toMatchObject({ outcome: "function_error", error: { type: "RangeError" } });
    expect(failed.differences).toContainEqual({
      ...{ path: "outcome", kind: "changed", before: "success", after: "function_error" },
    });
    const row = await operator.acceptedInvocation.findUniqueOrThrow({ where: { id: failed.id } });
    expect(row).toMatchObject({ state: "done", trigger: "replay", attempts: 1, caller: "user:owner@acme.example" });
    const ledger = await operator.invocation.findMany({ where: { acceptedId: failed.id } });
    expect(ledger).toMatchObject([{ trigger: "replay", releaseNumber: 2, outcome: "function_error" }]);
    expect(await operator.idempotencyKey.count()).toBe(before);
    const audit = await operator.auditEvent.findFirstOrThrow({
      where: { action: "replayInvocation" },
      orderBy: { id: "desc" },
    });
    expect(audit).toMatchObject({ target: `invocation:${invocationId}`, detail: { replaced: ["invoice.total"] } });
  });

  test("can be compared although the policy was turned off meanwhile", async () => {
    await record({ mode: "off", redacted: [], retentionDays: 7 });
    expect(await replay({ kind: "release", number: 1 })).toMatchObject({
      state: "done",
      replayed: { outcome: "success" },
    });
    await record({ mode: "all", redacted: ["invoice.note", "IBAN"], retentionDays: 7 });
  });

  test("is refused for a release that is not there, a run that was not recorded, another tenant and a viewer", async () => {
    const target = { kind: "release", number: 9 } as const;
    const { acme, globex } = platform;
    const ask = (ctx: TenantContext, id: string) => replayInvocation(ctx, { invocationId: id, target });
    await expect(ask(contextOf(acme), invocationId)).rejects.toMatchObject({ code: "not_found" });
    await expect(ask(contextOf(acme), crypto.randomUUID())).rejects.toMatchObject({ code: "not_found" });
    await expect(ask(contextOf(globex), invocationId)).rejects.toMatchObject({ code: "not_found" });
    await expect(ask(contextOf(acme, "viewer"), invocationId)).rejects.toMatchObject({ code: "forbidden" });
    const mine = await replay({ kind: "live" });
    await expect(getReplay(contextOf(globex), { replayId: mine.id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("is asked for by an API client too", async () => {
    const asked = await platform.acme.call("POST", `/v1/invocations/${invocationId}/replay`, {
      body: { target: { kind: "live" } },
    });
    expect(asked.status).toBe(202);
    const { id } = startedReplaySchema.parse(asked.body);
    await vi.waitFor(async () => {
      const { body } = await platform.acme.call("GET", `/v1/replays/${id}`);
      expect(replaySchema.parse(body)).toMatchObject({ state: "done", createdBy: "client:acme-backend" });
    }, within);
    const wrong = await platform.acme.call("POST", `/v1/invocations/${invocationId}/replay`, { body: { target: 1 } });
    expect(problemOf(wrong).code).toBe("invalid_request");
  });

  test("tells an API client that may start it, but not read, no payload", async () => {
    const token = await platform.acme.token({ scope: "invocations:manage:function:scored" });
    const body = { target: { kind: "live" } };
    const asked = await platform.acme.call("POST", `/v1/invocations/${invocationId}/replay`, { token, body });
    expect(asked).toMatchObject({ status: 202, body: { invocationId, state: "queued" } });
    for (const key of ["original", "replayed", "differences"]) expect(asked.body).not.toHaveProperty(key);
    const { id } = startedReplaySchema.parse(asked.body);
    expect((await platform.acme.call("GET", `/v1/replays/${id}`, { token })).status).toBe(403);
  });
});

test("what is recorded is what the contract says", async () => {
  const invocationId = await run();
  recordedPayloadSchema.parse(await readPayload(contextOf(platform.acme), { invocationId }));
});
