import type { TenantUsage } from "@annex/contract";
import { checkDay, type DailyLimits } from "@annex/invocation/stops";

interface Page {
  /** UTC days since 1970. */
  readonly day: number;
  /** As the database told last. */
  told: TenantUsage;
  /** Begun here and not told of yet. */
  begun: number;
}

const dayMs = 86_400_000;
const dayOf = (ms: number) => Math.floor(ms / dayMs);
const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);

/**
 * What each tenant used today (UTC). The database tells every process what all of them recorded together, as the
 * ledger is written; what this process has begun since is counted on top, so that a limit is never passed by more
 * than what the other processes begin within a second.
 */
export class UsageBook {
  readonly #now: () => number;
  readonly #pages = new Map<string, Page>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** What the database told: at the first look, and with each batch of the ledger. Older news change nothing. */
  tell(tenantId: string, usage: TenantUsage): void {
    const page = this.#pageOf(tenantId);
    if (usage.day !== page.told.day || usage.invocations < page.told.invocations) return;
    page.begun = Math.max(0, page.begun - (usage.invocations - page.told.invocations));
    page.told = usage;
  }

  /** Counts one invocation that begins. @throws AppError `limit_exceeded` when the day's are used up. */
  begin(tenantId: string, limits: DailyLimits): void {
    const page = this.#pageOf(tenantId);
    const { invocations, spendUsd } = page.told;
    checkDay({ invocations: invocations + page.begun, spendUsd }, limits, this.#now());
    page.begun += 1;
  }

  #pageOf(tenantId: string): Page {
    const day = dayOf(this.#now());
    const known = this.#pages.get(tenantId);
    if (known?.day === day) return known;
    const page = { day, told: { day: dateOf(day), invocations: 0, spendUsd: 0 }, begun: 0 };
    this.#pages.set(tenantId, page);
    return page;
  }
}
