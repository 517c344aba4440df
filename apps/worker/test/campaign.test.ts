import type { CampaignDetail } from "@annex/contract";
import {
  changeCampaign,
  changeCampaignItem,
  getCampaign,
  listRuntimeFunctions,
  listRuntimes,
  type OperatorContext,
  saveTestEvent,
  startCampaign,
  updateFunction,
} from "@annex/control-plane";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { deploy, draftOf, ended, type Platform, startPlatform } from "./start-platform.ts";

/** For a condition on a busy machine. */
const patience = 90_000;

let platform: Platform;
let operator: OperatorContext;
beforeAll(async () => {
  platform = await startPlatform();
  const { ctx, fresh } = platform;
  const principal = { actor: "user:operator@annex.example" };
  operator = { principal, db: fresh.db, jobs: ctx.jobs, masterKey: ctx.masterKey };
});
afterAll(() => platform.close());

const code = "export const handler = async () => ({ note: process.version.split('.')[0] });";

async function onNode22(name: string, expected?: string): Promise<void> {
  const { ctx } = platform;
  const deployment = await deploy(ctx, name, draftOf(code, { runtime: "nodejs22.x" }));
  expect((await ended(ctx, name, deployment)).failure).toBeNull();
  if (expected === undefined) return;
  const event = { functionName: name, name: "its Node.js", record: {}, expected: { output: { note: expected } } };
  await saveTestEvent(ctx, event);
}

function reaching(campaignId: string, state: CampaignDetail["state"]): Promise<CampaignDetail> {
  return vi.waitFor(
    async () => {
      const campaign = await getCampaign(operator, { campaignId });
      expect(campaign, JSON.stringify(campaign)).toMatchObject({ state, counts: { deploying: 0 } });
      return campaign;
    },
    { timeout: patience, interval: 50 },
  );
}

const told = ({ items }: CampaignDetail) =>
  Object.fromEntries(items.map(({ functionName, test: outcome, state }) => [functionName, [outcome, state]]));
const idOf = ({ items }: CampaignDetail, name: string) =>
  items.find(({ functionName }) => functionName === name)?.functionId ?? "";

async function liveRuntimes(): Promise<Record<string, unknown>> {
  const rows = await platform.fresh.db.operator.$queryRaw<{ name: string; live: string; draft: string }[]>`
    SELECT f.name, r.runtime AS live, d.runtime AS draft FROM functions f
    JOIN releases r ON r.id = f.live_release_id JOIN drafts d ON d.function_id = f.id`;
  return Object.fromEntries(rows.map(({ name, live, draft }) => [name, [live, draft]]));
}

test(
  "every function is tested on the successor before anything is deployed; what fails or is kept stays where it is",
  async () => {
    const { ctx, fresh } = platform;
    await Promise.all([onNode22("passes", "v24"), onNode22("fails", "v22"), onNode22("untested"), onNode22("kept")]);
    await updateFunction(ctx, { functionName: "kept", keepsRuntime: true });
    const { runtimes, source } = await listRuntimes(operator, new Date("2027-05-01T12:00:00Z"));
    expect(source).toContain("docs.aws.amazon.com");
    expect(runtimes[0]).toMatchObject({
      ...{ runtime: "nodejs22.x", phase: "deprecated", daysLeft: -1, successors: ["nodejs24.x"] },
      ...{ functions: 4, tenants: 1, kept: 1 },
    });
    const { items, total } = await listRuntimeFunctions(operator, { runtime: "nodejs22.x" });
    expect(total).toBe(4);
    expect(items.find(({ functionName }) => functionName === "passes")).toMatchObject({ testEvents: 1 });

    const plan = { from: "nodejs22.x", to: "nodejs24.x", waveSize: 2, pauseSeconds: 0, maxFailureRate: 0 } as const;
    await expect(startCampaign(operator, { ...plan, to: "python3.11" })).rejects.toMatchObject({
      code: "invalid_request",
      message: "python3.11 is no successor of nodejs22.x.",
    });
    const { id: campaignId } = await startCampaign(operator, plan);
    await expect(startCampaign(operator, plan)).rejects.toMatchObject({ code: "conflict" });
    const tested = await reaching(campaignId, "tested");
    expect(told(tested)).toEqual({
      ...{ passes: ["passed", "waiting"], fails: ["failed", "skipped"] },
      ...{ untested: ["none", "waiting"], kept: ["none", "skipped"] },
    });
    expect(tested.items.find(({ functionName }) => functionName === "fails")?.detail).toBe(
      "1 of 1 tests did not pass on the new runtime: its Node.js (output).",
    );
    expect(await fresh.db.operator.release.count({ where: { number: { gt: 1 } } })).toBe(0);

    const out = { action: "leave_out", reason: "The tenant asked for a week" } as const;
    const untested = { campaignId, functionId: idOf(tested, "untested") };
    const left = await changeCampaignItem(operator, untested, out);
    expect(told(left).untested).toEqual(["none", "skipped"]);
    await changeCampaign(operator, { campaignId, state: "running" });
    const done = await reaching(campaignId, "done");
    expect(done.counts).toEqual({ waiting: 0, deploying: 0, done: 1, failed: 0, skipped: 3 });
    const stays = ["nodejs22.x", "nodejs22.x"];
    expect(await liveRuntimes()).toEqual({
      ...{ passes: ["nodejs24.x", "nodejs24.x"], fails: stays, untested: stays, kept: stays },
    });
    const release = await fresh.db.operator.release.findFirstOrThrow({
      where: { function: { name: "passes" }, number: 2 },
    });
    expect(release.message).toBe("Runtime: Node.js 22 to Node.js 24");
    await expect(changeCampaignItem(operator, untested, { ...out, action: "take_in" as const })).rejects.toMatchObject({
      code: "conflict",
      message: "This campaign has ended.",
    });

    // the next campaign finds those that stayed; a person may take one in whatever its tests say
    const next = await startCampaign(operator, plan);
    const again = await reaching(next.id, "tested");
    expect(Object.keys(told(again)).sort()).toEqual(["fails", "kept", "untested"]);
    await changeCampaignItem(
      operator,
      { campaignId: next.id, functionId: idOf(again, "fails") },
      { action: "take_in", reason: "Its test is wrong" },
    );
    await changeCampaign(operator, { campaignId: next.id, state: "running" });
    expect((await reaching(next.id, "done")).counts).toMatchObject({ done: 2, skipped: 1 });
    expect((await liveRuntimes()).fails).toEqual(["nodejs24.x", "nodejs24.x"]);
    const events = await fresh.db.operator.auditEvent.findMany({ where: { target: "runtime:nodejs22.x" } });
    expect(events.map(({ action }) => action)).toEqual([
      ...["startCampaign", "finishCampaignTests", "rollOutCampaign", "finishCampaign"],
      ...["startCampaign", "finishCampaignTests", "rollOutCampaign", "finishCampaign"],
    ]);
  },
  2 * patience,
);
