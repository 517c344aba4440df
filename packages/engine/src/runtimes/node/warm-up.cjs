// A pre-started environment compiles and loads what its first invocation will need, while nobody waits for it.
const { join } = require("node:path");
const { loadHandler } = require("./handler.cjs");
const { runHandler } = require("./invocation.cjs");

/** An environment that gets its function at once has no time for this. */
const IDLE_MS = 30;
const event = { requestId: "", deadlineMs: 0, body: "{}" };
const nobody = { keepAlive() {}, respond: async () => {}, fail: async () => {} };

/** Resolves with what `asked` resolves with; while that takes long, one handler of each kind is loaded and run. */
async function warmUpDuring(asked) {
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
  const folder = join(__dirname, "warm-up");
  for (const name of ["common", "module"]) {
    const handler = await loadHandler({ handler: `${name}.handler`, taskRoot: folder, runtime: "" });
    await runHandler(handler, event, nobody, () => {});
  }
  delete require.cache[join(folder, "common.cjs")];
}

module.exports = { warmUpDuring };
