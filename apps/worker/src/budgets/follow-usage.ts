import { usageChannel, usageNoticeSchema } from "@annex/contract";
import { evaluateBudgets } from "@annex/control-plane";
import { listen } from "@annex/db";
import { repeat } from "../jobs/repeat.ts";
import type { WorkerContext } from "../worker-context.ts";

/** Notices gather this long, so that a busy tenant costs one look. */
const gatherMs = 100;
/** What no notice tells: a new day, and the rollups that functions' budgets go by. */
const lookEveryMs = 2000;

/** Compares budgets with the ledger as it is written: a state that changes is in force within a second. */
export async function followUsage(ctx: WorkerContext, url: string): Promise<{ close(): Promise<void> }> {
  const tenants = new Set<string>();
  const tell = (error: unknown) => ctx.log("error", "budgets", { cause: String(error) });
  const look = async (which: { tenantIds?: readonly string[] }) => {
    const changed = await evaluateBudgets(ctx.db, which);
    if (changed > 0) ctx.log("info", "budgets changed their state", { changed });
  };
  const lookAtNoticed = () => {
    const tenantIds = [...tenants];
    tenants.clear();
    return tenantIds.length === 0 ? Promise.resolve() : look({ tenantIds });
  };
  const noticed = repeat(lookAtNoticed, { everyMs: lookEveryMs, gatherMs, tell });
  const all = repeat(() => look({}), { everyMs: lookEveryMs, tell });
  const listener = await listen({
    url,
    channels: [usageChannel],
    onNotification: (_, payload) => {
      const { data: notice } = usageNoticeSchema.safeParse(JSON.parse(payload));
      if (!notice) return;
      tenants.add(notice.tenantId);
      noticed.soon();
    },
    onReconnect: all.soon,
    onError: tell,
  });
  return {
    async close() {
      await listener.close();
      await Promise.all([noticed.stop(), all.stop()]);
    },
  };
}
