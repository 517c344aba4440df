import { freshDatabase, seedTenant } from "@annex/testing";
import { expect, test, vi } from "vitest";
import { runOnce } from "./run-once.ts";

test("a node whose clock is ten minutes ahead does not run again what another one is still working at", async () => {
  const fresh = await freshDatabase();
  const { id: tenantId } = await seedTenant(fresh.db, "acme");
  const keyed = { tenantId, clientId: "acme-backend", key: "order-1", requestHash: "same" };
  let finish = (_: unknown) => {};
  const worked = new Promise<unknown>((resolve) => {
    finish = resolve;
  });
  const work = vi.fn(() => worked);
  const first = runOnce(fresh.db, { keyed, longestMs: 90_000, work });
  await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(1));
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 600_000, shouldAdvanceTime: true });
  const second = () => runOnce(fresh.db, { keyed, longestMs: 100, work });
  await expect(second()).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("worked at") });
  vi.useRealTimers();
  finish({ ran: true });
  expect(await first).toMatchObject({ body: { ran: true }, isReplay: false, isRerun: false });
  expect(await second()).toMatchObject({ body: { ran: true }, isReplay: true, isRerun: false });
  expect(work).toHaveBeenCalledTimes(1);
  await fresh.dispose();
});
