import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FairGate } from "./fair-gate.ts";

const calm = { freshAtOnce: 4, busy: () => 0 };
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
    const gate = new FairGate({ ...calm, atOnce: 4, mostWaiting: 1000 });
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
        const gate = new FairGate({ ...calm, atOnce, mostWaiting: 1000 });
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
    const gate = new FairGate({ ...calm, atOnce: 100, mostWaiting: 10 });
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
    const gate = new FairGate({ ...calm, atOnce: 10, mostWaiting: 1 });
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

describe("on a machine that is crowded", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] }));
  afterEach(() => void vi.useRealTimers());

  /** Callers of tenants, each calling again as soon as it was answered; what was let in is answered after each step. */
  function crowd(busy: number) {
    const gate = new FairGate({ atOnce: 100, mostWaiting: 1000, freshAtOnce: 4, busy: () => busy });
    const answered: Record<string, number> = {};
    let most: Record<string, number> = {};
    const call = async (tenantId: string, lastsMs: number) => {
      for (;;) {
        const leave = await gate.enter({ tenantId, ...long });
        most[tenantId] = Math.max(most[tenantId] ?? 0, gate.underWay[tenantId] ?? 0);
        await new Promise((done) => setTimeout(done, lastsMs));
        leave();
        answered[tenantId] = (answered[tenantId] ?? 0) + 1;
      }
    };
    return {
      add: (tenantId: string, callers: number, lastsMs = 1) => {
        for (let caller = 0; caller < callers; caller += 1) void call(tenantId, lastsMs);
      },
      /** The most that each had under way at once in that time, and what it was answered. */
      async watch(ms: number) {
        most = {};
        const before = { ...answered };
        await vi.advanceTimersByTimeAsync(ms);
        const of = (tenantId: string) => (answered[tenantId] ?? 0) - (before[tenantId] ?? 0);
        return { most, answered: Object.fromEntries(Object.keys(most).map((tenantId) => [tenantId, of(tenantId)])) };
      },
    };
  }

  test("who floods has two short calls under way beside a tenant that calls a little, and all it likes when it is alone", async () => {
    const { add, watch } = crowd(0.9);
    add("flood", 32);
    expect((await watch(500)).most).toEqual({ flood: 32 });
    add("quiet", 1);
    await watch(100);
    expect((await watch(500)).most).toEqual({ flood: 2, quiet: 1 });
  });

  test("two that flood have equal parts, however many callers each has", async () => {
    const { add, watch } = crowd(0.9);
    add("more", 60);
    add("less", 8);
    await watch(500);
    const { most, answered } = await watch(2_000);
    expect(most).toEqual({ more: 4, less: 4 });
    const { more = 0, less = 1 } = answered;
    expect(Math.abs(more / less - 1)).toBeLessThan(0.05);
  });

  test("who begins little of all that begins has as many under way as it likes, where they last", async () => {
    const { add, watch } = crowd(0.9);
    add("flood", 32);
    add("long", 20, 200);
    await watch(1_000);
    expect((await watch(1_000)).most).toEqual({ flood: 2, long: 20 });
  });

  test("while the process has time nobody is held", async () => {
    const { add, watch } = crowd(0.3);
    add("flood", 32);
    add("quiet", 1);
    expect((await watch(500)).most).toEqual({ flood: 32, quiet: 1 });
  });
});
