import { AppError, type DraftContent, draftContentSchema } from "@annex/contract";
import type { RolloutItem, Tx } from "@annex/db";
import { recordAudit } from "../audit/record-audit.ts";
import { loadSuite } from "../get-test-suite/load-suite.ts";
import { checkMayTest, type Tested } from "../may-run/check-may-test.ts";
import type { Advance } from "../rollout/advance.ts";
import { changeOf, type RolloutWork, rolloutWork } from "../rollout/change-of.ts";
import { lockRollout } from "../rollout/lock-rollout.ts";
import { keptReason } from "../rollout/redeploy.ts";
import { makeSuiteRuns } from "../start-test-suite/suite-runs.ts";

/** Functions that are tested together; people's tests go first. */
const testedAtOnce = 4;
const priority = -10;
const createdBy = "system:worker";
const mostNamed = 3;

type Item = Pick<RolloutItem, "rolloutId" | "position" | "tenantId" | "functionId" | "suiteId">;
/** What an item becomes. */
type Told = Partial<Pick<RolloutItem, "test" | "state" | "detail" | "suiteId">>;

const key = ({ rolloutId, position }: Item) => ({ rolloutId_position: { rolloutId, position } });

/** What became of a function's tests; null while they run. */
async function outcomeOf(tx: Tx, { functionId, suiteId }: Item): Promise<Told | null> {
  // runs are removed with their function only, and the item with it
  const suite = await loadSuite(tx, functionId, suiteId ?? "");
  if (suite.state !== "done") return null;
  const failed = suite.runs.filter(({ passed }) => passed !== true);
  if (failed.length === 0) return { test: "passed" };
  const named = failed.slice(0, mostNamed).map(({ name, result, mismatches }) => {
    const at = result?.error
      ? `${result.error.type}: ${result.error.message}`
      : mismatches.map((each) => each.at).join(", ");
    return `${name} (${at})`.slice(0, 200);
  });
  const detail = `${failed.length} of ${suite.runs.length} tests did not pass on the new runtime: ${named.join(", ")}.`;
  return { test: "failed", state: "skipped", detail };
}

/** Why the function's layers keep it from the new runtime; null where they do not. */
async function layerReason(tx: Tx, { functionId }: Item, runtime: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ name: string; number: number }[]>`
    SELECT l.name, v.number FROM functions f
    JOIN release_layers r ON r.release_id = f.live_release_id
    JOIN layer_versions v ON v.id = r.layer_version_id JOIN layers l ON l.id = v.layer_id
    WHERE f.id = ${functionId}::uuid AND NOT ${runtime} = ANY (v.runtimes) ORDER BY r.position LIMIT 1`;
  const [first] = rows;
  return first ? `Version ${first.number} of its layer ${first.name} is not for ${runtime}.` : null;
}

/** Why its code must not run now; null where it may. */
function whyStopped(tx: Tx, tested: Tested): Promise<string | null> {
  return checkMayTest(tx, tested).then(
    () => null,
    (error) => {
      if (error instanceof AppError) return error.message;
      throw error;
    },
  );
}

async function wantedContent(tx: Tx, row: RolloutWork, { tenantId, functionId }: Item): Promise<DraftContent | Told> {
  const found = await tx.function.findFirst({
    where: { id: functionId, deletedAt: null },
    include: { liveRelease: true },
  });
  const skipped = (detail: string): Told => ({ test: "none", state: "skipped", detail });
  if (!found?.liveRelease) return skipped("It does not serve any more.");
  if (found.keepsRuntime) return skipped(keptReason);
  const change = changeOf(row);
  const content = change.change(draftContentSchema.parse(found.liveRelease.content));
  if (!content) return skipped(change.already);
  const stopped = await whyStopped(tx, { tenantId, functionId, content });
  return stopped === null ? content : skipped(stopped);
}

/** Begins the tests of one function: its live release with the new runtime, with all of its test events. */
async function beginTests(tx: Tx, { jobs }: Advance, row: RolloutWork, item: Item): Promise<Told> {
  const content = await wantedContent(tx, row, item);
  if (!("source" in content)) return content;
  const reason = await layerReason(tx, item, content.runtime);
  if (reason !== null) return { test: "failed", state: "skipped", detail: reason };
  const { tenantId, functionId } = item;
  const { suiteId, runIds } = await makeSuiteRuns(tx, { tenantId, functionId, content, createdBy });
  if (runIds.length === 0) return { test: "none" };
  for (const testRunId of runIds)
    await jobs.send(tx, { queue: "test-run", data: { tenantId, testRunId } }, { singletonKey: testRunId, priority });
  return { test: "running", suiteId };
}

async function testInTurn(tx: Tx, advance: Advance, row: RolloutWork): Promise<void> {
  const rolloutId = row.id;
  let running = 0;
  for (const item of await tx.rolloutItem.findMany({ where: { rolloutId, test: "running" } })) {
    const data = await outcomeOf(tx, item);
    if (data) await tx.rolloutItem.update({ where: key(item), data });
    else running += 1;
  }
  const next = await tx.rolloutItem.findMany({
    where: { rolloutId, test: "waiting" },
    orderBy: { position: "asc" },
    take: testedAtOnce - running,
  });
  for (const item of next) {
    const data = await beginTests(tx, advance, row, item);
    await tx.rolloutItem.update({ where: key(item), data });
  }
  if (running > 0 || next.length > 0) return;
  await tx.rollout.update({ where: { id: rolloutId }, data: { state: "tested" } });
  const detail = { rollout: rolloutId, from: row.fromRuntime, to: row.toRuntime };
  const told = { action: "finishCampaignTests", target: changeOf(row).target, detail };
  await recordAudit(tx, { tenantId: null, actor: createdBy, ...told });
}

/**
 * Takes the tests of a campaign as far as they go now: a few functions at once, each on its live release with the new
 * runtime, with nothing deployed. One whose tests fail is left out until a person takes it in.
 * @returns whether the campaign is being tested.
 */
export function testCampaign(advance: Advance, rolloutId: string): Promise<boolean> {
  return advance.db.operator.$transaction(async (tx) => {
    await lockRollout(tx, rolloutId);
    const row = await tx.rollout.findUnique({ where: { id: rolloutId }, include: rolloutWork });
    if (row?.state !== "testing") return false;
    await testInTurn(tx, advance, row);
    return true;
  });
}
