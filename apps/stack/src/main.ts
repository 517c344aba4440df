import { env } from "./env.ts";
import { PlainError, red } from "./terminal.ts";

const usage =
  "Usage: annex start | dev | test | check | audit verify | cost import FILE... | keys rotate | tokens create NAME SCOPE... | self-test [report.json]";

async function run([command, what, ...more]: readonly string[]): Promise<void> {
  if (command === "start" || command === "dev") return (await import("./start/start.ts")).start(command === "dev");
  if (command === "test" || command === "check") return (await import("./check/check.ts")).check(command === "test");
  if (command === "keys" && what === "rotate") return (await import("./keys/rotate.ts")).rotate();
  if (command === "tokens" && what === "create") return (await import("./tokens/create-token.ts")).createToken(more);
  if (command === "audit" && what === "verify") return (await import("./audit/verify.ts")).verify();
  if (command === "cost" && what === "import") return (await import("./cost/import-report.ts")).importReport(more);
  if (command === "self-test") return (await import("./self-test/self-test.ts")).selfTest(what);
  throw new PlainError(usage);
}

try {
  await run(process.argv.slice(2));
  process.exit();
} catch (error) {
  const isPlain = error instanceof PlainError;
  process.stderr.write(`\n${red(isPlain ? error.message : "Annex could not start.")}\n`);
  if (!isPlain)
    process.stderr.write(`${error instanceof Error ? error.stack : error}\nState folder: ${env.ANNEX_STATE_DIR}\n`);
  process.exit(1);
}
