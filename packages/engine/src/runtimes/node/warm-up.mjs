// A pre-started environment compiles and loads what its first invocation will need, while nobody waits for it.
import { createRequire } from "node:module";
import { join } from "node:path";
import { loadHandler } from "./handler.mjs";
import { runHandler } from "./invocation.mjs";

/** An environment that gets its function at once has no time for this. */
const IDLE_MS = 30;
const event = { requestId: "", deadlineMs: 0, body: "{}" };
const nobody = { keepAlive() {}, respond: async () => {}, fail: async () => {} };

/** Resolves with what `asked` resolves with; while that takes long, one handler of each kind is loaded and run. */
export async function warmUpDuring(asked) {
  let warming;
  const timer = setTimeout(() => {
    warming = warmUp();
  }, IDLE_MS);
  const answer = await asked;
  clearTimeout(timer);
  await warming;
  return answer;
}

async function warmUp() {
  const folder = join(import.meta.dirname, "warm-up");
  for (const name of ["common", "module"]) {
    const handler = await loadHandler({ handler: `${name}.handler`, taskRoot: folder, runtime: "" });
    await runHandler(handler, event, nobody, () => {});
  }
  delete createRequire(import.meta.url).cache[join(folder, "common.cjs")];
}
