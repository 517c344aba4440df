import { performance } from "node:perf_hooks";
import { type AnnexEngine, zipOf } from "../subjects/annex-engine.ts";
import { timeOf } from "./first-invocation.ts";

/** Milliseconds from CreateFunction with a zip of one file, over asking for its state, to the first answer. */
export async function uploadToAnswer(engine: AnnexEngine, runtime: string, mark: string): Promise<number> {
  await engine.untilPreStarted(runtime);
  const zip = await zipOf(runtime, mark);
  const started = performance.now();
  const name = await engine.createFunction({ runtime, zip });
  await timeOf(await engine.invoke(name));
  return performance.now() - started;
}
