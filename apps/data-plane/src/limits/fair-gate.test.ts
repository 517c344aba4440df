import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FairGate } from "./fair-gate.ts";

const long = { concurrent: 100, waitMs: 60_000 };

/** Notes who was let through, in order. */
function queue(gate: FairGate) {
  const order: string[] = [];
  const leaves: (() => void)[] = [];
  const enter = (tenantId: string, options: Partial<typeof long> = {}) =>
    (async () => {
      leaves.push(await gate.enter({ tenantId, ...long, ...options }));
      order.push(tenantId);
    })();
  const settle = () => new Promise((done) => setImmediate(done));
  return { order, leaves, enter, settle };
}

describe("the gate", () => {
  test("gives a place that becomes free to the tenant with the fewest under way, however many of another wait", async () => {
    const gate = new FairGate({ atOnce: 4, mostWaiting: 1000 });
    const { order, leaves, enter, settle } = queue(gate);
    for (let call = 0; call < 500; call += 1) void enter("flood");
    await settle();
    expect(order).toEqual(["flood", "flood", "flood"]); // three quarters of all places at the most
    void enter("quiet");
    await settle();
    expect(order.at(-1)).toBe("quiet");
    void enter("quiet");
    void enter("third");
    await settle();
    leaves[0]?.();
    await settle();
    expect(order.at(-1)).toBe("third");
    for (const leave of leaves.slice(1, 3)) leave();
    await settle();
    expect(order.slice(4)).toEqual(["third", "flood", "quiet"]);
  });

  test("never has more under way than it may, of all tenants and of each, and loses nobody", async () => {
    const calls = fc.array(
      fc.record({ tenantId: fc.constantFrom("a", "b", "c"), concurrent: fc.integer({ min: 1, max: 5 }) }),
      {
        maxLength: 60,
      },
    );
    await fc.assert(
      fc.asyncProperty(calls, fc.integer({ min: 1, max: 8 }), async (entries, atOnce) => {
        const gate = new FairGate({ atOnce, mostWaiting: 1000 });
        const under = new Map<string, number>();
        let served = 0;
        const run = async ({ tenantId, concurrent }: { tenantId: string; concurrent: number }) => {
          const leave = await gate.enter({ tenantId, concurrent, waitMs: 60_000 });
          under.set(tenantId, (under.get(tenantId) ?? 0) + 1);
          expect([...under.values()].reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(atOnce);
          expect(under.get(tenantId)).toBeLessThanOrEqual(5);
          await new Promise((done) => setImmediate(done));
          under.set(tenantId, (under.get(tenantId) ?? 0) - 1);
          served += 1;
          leave();
          leave();
        };
        await Promise.all(entries.map(run));
        expect(served).toBe(entries.length);
        expect(gate.load).toEqual({ active: 0, waiting: 0 });
      }),
      { numRuns: 60 },
    );
  });

  test("holds a tenant to its own number, and lets the next in when one is over", async () => {
    const gate = new FairGate({ atOnce: 100, mostWaiting: 10 });
    const { order, leaves, enter, settle } = queue(gate);
    for (let call = 0; call < 4; call += 1) void enter("acme", { concurrent: 2 });
    await settle();
    expect(order.length).toBe(2);
    expect(gate.load).toEqual({ active: 2, waiting: 2 });
    leaves[0]?.();
    await settle();
    expect(order.length).toBe(3);
  });

  test("refuses what would wait in vain, with the reason and the wait", async () => {
    const gate = new FairGate({ atOnce: 10, mostWaiting: 1 });
    const { enter, leaves, settle } = queue(gate);
    await enter("acme", { concurrent: 1 });
    const late = enter("acme", { concurrent: 1, waitMs: 20 });
    await expect(enter("acme", { concurrent: 1 })).rejects.toMatchObject({
      code: "limit_exceeded",
      reason: "concurrency",
      retryAfterSeconds: 1,
      message: "The tenant has 1 invocations under way and 1 waiting. Send less.",
    });
    await expect(late).rejects.toMatchObject({ reason: "concurrency", message: expect.stringContaining("20 ms") });
    leaves[0]?.();
    await settle();
    expect(gate.load).toEqual({ active: 0, waiting: 0 });
    await enter("acme", { concurrent: 1 });
  });
});
