import { setTimeout as delay } from "node:timers/promises";
import type { DraftContent, LayerReference } from "@annex/contract";
import { type Asker, openAsker } from "./asker.ts";
import { type Findings, findWrongs, watchServing } from "./findings.ts";
import { createMarkLayer } from "./mark-layer.ts";
import { type ChaosPlatform, startChaosPlatform } from "./platform.ts";

export interface ChaosOptions {
  readonly functions: number;
  readonly deployments: number;
  /** The pause between two kills, at the most. */
  readonly longestPauseMs: number;
  /** No more kills than these; as many as there is time for where it is left out. */
  readonly mostKills?: number;
  /** Kills the portal too and deploys through it; it must be built. */
  readonly portal: boolean;
  /** The same seed kills in the same order. */
  readonly seed: number;
  readonly say?: (line: string) => void;
}

export interface ChaosResult extends Findings {
  /** How often each was killed. */
  readonly kills: Readonly<Record<string, number>>;
  readonly states: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** A linear congruential generator: numbers in [0, 1) that a seed repeats. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A function whose answer tells which deployment it is of, and which version of its layer it runs with. */
function contentOf(note: string, layer: LayerReference): DraftContent {
  const content = [
    'import mark from "chaos-mark";',
    `export const handler = async () => ({ note: ${JSON.stringify(note)}, layer: mark.version });`,
  ].join("\n");
  return {
    source: { kind: "files", files: [{ path: "src/index.ts", content }] },
    ...{ language: "typescript", runtime: "nodejs24.x", handler: "src/index.handler", memoryMb: 128, timeoutMs: 5000 },
    ...{ environment: {}, packages: [], egress: [], layers: [layer], extensionPointKey: null },
    mapping: { parameters: [], outputs: [] },
  };
}

async function killUntil(done: () => boolean, platform: ChaosPlatform, options: ChaosOptions) {
  const random = randomOf(options.seed);
  const kills: Record<string, number> = {};
  const first = Math.floor(random() * platform.victims.length);
  for (let n = 0; !done() && n < (options.mostKills ?? Number.POSITIVE_INFINITY); n += 1) {
    await delay(200 + random() * options.longestPauseMs);
    // each has its turn once, then chance decides
    const turn = n < platform.victims.length ? first + n : Math.floor(random() * platform.victims.length);
    const victim = platform.victims[turn % platform.victims.length];
    if (!victim) continue;
    kills[victim.name] = (kills[victim.name] ?? 0) + 1;
    await victim.killAndRestart();
  }
  return kills;
}

const underway = {
  state: { in: ["queued" as const, "building" as const, "publishing" as const, "shifting" as const] },
};
const mostUnderway = 12;

/** How many deployments have not ended; as many as one likes while the database is away. */
function countUnderway({ db }: ChaosPlatform): Promise<number> {
  return db.operator.deployment.count({ where: underway }).catch(() => Number.POSITIVE_INFINITY);
}

interface Deployments {
  readonly names: readonly string[];
  readonly deployments: number;
  /** The versions of a layer, which the deployments have in turn. */
  readonly layers: readonly LayerReference[];
}

/** Several lanes; a few deployments are always under way while something is killed. */
async function deployAll(platform: ChaosPlatform, asker: Asker, { names, deployments, layers }: Deployments) {
  let next = 0;
  const lane = async () => {
    for (let n = next++; n < deployments; n = next++) {
      while ((await countUnderway(platform)) >= mostUnderway) await delay(100);
      const name = names[n % names.length] ?? "";
      const round = Math.floor(n / names.length);
      const layer = layers[(n + round) % layers.length];
      if (layer) await asker.deploy(name, contentOf(`deployment ${n} of ${name}`, layer));
    }
  };
  await Promise.all(Array.from({ length: 4 }, lane));
}

/** Until nothing is under way, or nothing has moved on for two minutes. */
async function untilAllEnded(platform: ChaosPlatform): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let movedAt = Date.now();
  for (let count = await countUnderway(platform); count > 0; count = await countUnderway(platform)) {
    if (count < least) movedAt = Date.now();
    least = Math.min(least, count);
    if (Date.now() - movedAt > 120_000) return;
    await delay(200);
  }
}

/**
 * Deploys while worker, engine, PostgreSQL (and portal) are killed at random moments, lets what is left come to its end,
 * and says what is wrong then: nothing, if the design holds.
 */
export async function chaosDeploy(options: ChaosOptions): Promise<ChaosResult> {
  const started = Date.now();
  const platform = await startChaosPlatform({ portal: options.portal });
  try {
    const asker = await openAsker(platform);
    const names = Array.from({ length: options.functions }, (_, n) => `chaos-${n}`);
    for (const name of names) await asker.create(name);
    const layers = await createMarkLayer(asker.ctx);
    const serving = watchServing(platform);
    let asked = false;
    const killing = killUntil(() => asked, platform, options);
    await deployAll(platform, asker, { names, layers, deployments: options.deployments }).finally(() => {
      asked = true;
    });
    const kills = await killing;
    options.say?.(`asked for everything after ${Math.round((Date.now() - started) / 1000)} s`);
    await platform.restartWorker();
    await untilAllEnded(platform);
    const findings = await findWrongs(platform, await serving.stop());
    const groups = await platform.db.operator.deployment.groupBy({ by: ["state"], _count: true });
    const states = Object.fromEntries(groups.map(({ state, _count }) => [state, _count]));
    await asker.close();
    return { ...findings, kills, states, seconds: Math.round((Date.now() - started) / 1000) };
  } finally {
    await platform.close();
  }
}
