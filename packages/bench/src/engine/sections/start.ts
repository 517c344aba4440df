import { spawnSync } from "node:child_process";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { median } from "../../series.ts";
import { AnnexEngine, zipOf } from "../subjects/annex-engine.ts";

export interface StartResult {
  readonly functions: number;
  /** From starting the process to its first answer. */
  readonly emptyMs: number;
  readonly storedMs: number;
  /** The same after the engine was killed with these functions in it. */
  readonly storedAfterKillMs: number;
  /** `node -e 0` with a clean environment. */
  readonly nodeMs: number;
}

const runtime = `nodejs${process.versions.node.split(".")[0]}.x`;

async function timeStart(dataDir: string, signal: NodeJS.Signals): Promise<number> {
  const started = performance.now();
  const engine = await AnnexEngine.start(dataDir, 0);
  const taken = performance.now() - started;
  await engine.stop(signal);
  return taken;
}

function timeNode(): number {
  const started = performance.now();
  spawnSync(process.execPath, ["-e", "0"], { env: { PATH: "/usr/bin:/bin" } });
  return performance.now() - started;
}

/** Stores functions through the API, as a cell gets them: each with code of its own. */
async function fill(dataDir: string, functions: number): Promise<void> {
  const engine = await AnnexEngine.start(dataDir, 0);
  const left = Array.from({ length: functions }, (_, number) => number);
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (let number = left.pop(); number !== undefined; number = left.pop())
        await engine.createFunction({ runtime, zip: await zipOf(runtime, `stored ${number}`) });
    }),
  );
  await engine.stop();
}

/** How long the engine takes to be there, with nothing and with `functions` functions stored. */
export async function measureStart(folder: string, functions: number, rounds: number): Promise<StartResult> {
  const [empty, stored] = [path.join(folder, "empty"), path.join(folder, "stored")];
  await timeStart(empty, "SIGTERM");
  await fill(stored, functions);
  const times: Record<"empty" | "stored" | "killed" | "node", number[]> = {
    empty: [],
    stored: [],
    killed: [],
    node: [],
  };
  for (let round = 0; round < rounds; round += 1) {
    times.node.push(timeNode());
    times.empty.push(await timeStart(empty, "SIGTERM"));
    times.stored.push(await timeStart(stored, "SIGKILL"));
    times.killed.push(await timeStart(stored, "SIGTERM"));
  }
  return {
    functions,
    emptyMs: median(times.empty),
    storedMs: median(times.stored),
    storedAfterKillMs: median(times.killed),
    nodeMs: median(times.node),
  };
}
