import type { DraftContent } from "@annex/contract";
import type { Tx } from "@annex/db";
import { checkDay, loadStops, loadUsage, refusalOf, stopsInForce } from "@annex/invocation/stops";
import { loadLimits } from "../quota/load-limits.ts";
import { checkActive } from "./check-active.ts";

/** A draft, or a release where it has a number. */
export interface Tested {
  readonly tenantId: string;
  readonly functionId: string;
  readonly content: Pick<DraftContent, "runtime" | "extensionPointKey">;
  readonly releaseNumber?: number;
}

async function checkPauses(tx: Tx, { tenantId, functionId, content, releaseNumber }: Tested): Promise<void> {
  const { runtime, extensionPointKey: key } = content;
  const release = releaseNumber === undefined ? {} : { releaseNumber };
  const about = { functionId, runtime, ...release, ...(key === null ? {} : { extensionPointKey: key }) };
  const stops = stopsInForce(await loadStops(tx, tenantId), about, Date.now());
  const pause = stops.find(({ perSecond }) => perSecond === null);
  if (pause) throw refusalOf(pause);
}

/**
 * Whether a test may start: it runs code with the tenant's credentials as a call does, so that what stops calls stops
 * it. A budget that throttles slows calls, and stops nothing.
 * @throws AppError as the data plane does: `tenant_suspended`; `paused` with why and until when; `limit_exceeded` with
 * the reason `daily_invocations` or `daily_spend`.
 */
export async function checkMayTest(tx: Tx, tested: Tested): Promise<void> {
  const { tenantId } = tested;
  await checkActive(tx, tenantId);
  await checkPauses(tx, tested);
  const { limits } = await loadLimits(tx, tenantId);
  checkDay(await loadUsage(tx, tenantId), limits, Date.now());
}
