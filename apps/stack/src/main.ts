import { env } from "./env.ts";
import { PlainError, red } from "./terminal.ts";

const usage = `Usage: npm run annex -- COMMAND

  start                         brings the whole product up; Ctrl-C ends it, the data stays (npm start)
  dev                           the same, and follows changes of the code
  test                          format, lint, types, boundaries, dead code, and every test (npm test)
  check                         everything of test but the browser's tests
  self-test [report.json]       lets a hostile function attempt what none may do; tells line by line what was denied
  audit verify                  tells whether the audit trail is whole, and its head
  cost import FILE...           imports AWS's cost-and-usage report of a month
  keys rotate                   changes the key that signs access tokens
  tokens create NAME SCOPE...   makes an operator's access token and prints it

Settings are environment variables; the README names them.`;

const takesNothing = new Set(["start", "dev", "test", "check"]);
const asksForHelp = (word: string) => word === "--help" || word === "-h" || word === "help";

async function run(words: readonly string[]): Promise<void> {
  if (words.some(asksForHelp)) return void process.stdout.write(`${usage}\n`);
  const [command, what, ...more] = words;
  if (takesNothing.has(command ?? "") && what !== undefined)
    throw new PlainError(`\`${command}\` takes no arguments, and \`${what}\` is none.\n\n${usage}`);
  if (command === "start" || command === "dev") return (await import("./start/start.ts")).start(command === "dev");
  if (command === "test" || command === "check") return (await import("./check/check.ts")).check(command === "test");
  if (command === "keys" && what === "rotate") return (await import("./keys/rotate.ts")).rotate();
  if (command === "tokens" && what === "create") return (await import("./tokens/create-token.ts")).createToken(more);
  if (command === "audit" && what === "verify") return (await import("./audit/verify.ts")).verify();
  if (command === "cost" && what === "import") return (await import("./cost/import-report.ts")).importReport(more);
  if (command === "self-test") return (await import("./self-test/self-test.ts")).selfTest(what);
  throw new PlainError(words.length === 0 ? usage : `\`${words.join(" ")}\` is no command.\n\n${usage}`);
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
