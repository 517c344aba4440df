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
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();
  const tell = (error: unknown) => ctx.log("error", "budgets", { cause: String(error) });
  const look = (tenantIds?: readonly string[]) => {
    looking = looking
      .then(() => evaluateBudgets(ctx.db, tenantIds ? { tenantIds } : {}))
      .then((changed) => {
        if (changed > 0) ctx.log("info", "budgets changed their state", { changed });
      })
      .catch(tell);
    return looking;
  };
  const lookAtNoticed = () => {
    timer = undefined;
    const noticed = [...tenants];
    tenants.clear();
    void look(noticed);
  };
  const listener = await listen({
    url,
    channels: [usageChannel],
    onNotification: (_, payload) => {
      const { data: notice } = usageNoticeSchema.safeParse(JSON.parse(payload));
      if (!notice) return;
      tenants.add(notice.tenantId);
      timer ??= setTimeout(lookAtNoticed, gatherMs);
    },
    onReconnect: () => void look(),
    onError: tell,
  });
  const clock = repeat(lookEveryMs, () => look());
  return {
    async close() {
      clearTimeout(timer);
      await clock.stop();
      await listener.close();
      await looking;
    },
  };
}
