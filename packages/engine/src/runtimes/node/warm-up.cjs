// A pre-started environment compiles and loads what its first invocation will need, while nobody waits for it.
const { join } = require("node:path");
const { loadHandler } = require("./handler.cjs");
const { runHandler } = require("./invocation.cjs");

const event = { requestId: "", deadlineMs: 0, body: "{}" };
const nobody = { keepAlive() {}, respond: async () => {}, fail: async () => {} };

/** Loads and runs one handler of each kind. */
async function warmUp() {
  const folder = join(__dirname, "warm-up");
  for (const name of ["common", "module"]) {
    const handler = await loadHandler({ handler: `${name}.handler`, taskRoot: folder, runtime: "" });
    await runHandler(handler, event, nobody, () => {});
  }
  delete require.cache[join(folder, "common.cjs")];
}

module.exports = { warmUp };
