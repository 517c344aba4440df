import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { cellConfigSchema } from "./cell/cell-config.ts";
import { createCellConfig } from "./cell/create-cell-config.ts";
import { createEngine } from "./create-engine.ts";

const usage = `annex-engine: AWS Lambda on this machine, for the unmodified AWS SDKs, the AWS CLI and boto3.

  annex-engine [options]         starts the engine; Ctrl-C answers what runs, then ends it
  annex-engine init [options]    only writes the account's file where it is missing

  --data-dir DIR                 functions, logs and metrics (.annex-engine); one engine for a folder
  --port N                       on the loopback address (3003); 0 takes a free one
  --config FILE                  the account: users with keys, roles with policies (DIR/cell.json, made where missing)
  --account-id ID, --region R    of an account that is made (000000000000, eu-central-1)
  --pool-size N                  environments that wait for a function, for each language runtime (2)
  --idle-timeout SECONDS         after which an environment that nobody invokes is ended (300)
  --freeze-after MS              between two invocations (5); 0 freezes an environment as soon as it has answered
  --max-environments N           at once (128); at that number, and when the machine runs short of memory, the one that
                                 was idle for longest is ended first
  --concurrency N                invocations at once in the whole account (1000)
  --log-days N                   after which log events end whose group has no retention policy (0: kept)
  --log-megabytes N              of the engine's database, beyond which the oldest log events end (2048; 0: no bound)
  --egress-alias HOST:PORT=IP:PORT   a name that functions may reach at an address of yours; can be repeated
  --cgroups auto|v1|v2|none      what limits and freezes environments (auto: what the machine has)
  --allow-functions-without-isolation   run functions unconfined where no sandbox can be had
  --help

  aws --endpoint-url http://127.0.0.1:3003 lambda list-functions    with the keys of a user in DIR/cell.json
`;

function readArguments() {
  const options = {
    port: { type: "string", default: "3003" },
    "data-dir": { type: "string", default: ".annex-engine" },
    config: { type: "string" },
    "pool-size": { type: "string", default: "2" },
    concurrency: { type: "string", default: "1000" },
    "egress-alias": { type: "string", multiple: true },
    "account-id": { type: "string", default: "000000000000" },
    region: { type: "string", default: "eu-central-1" },
    "idle-timeout": { type: "string", default: "300" },
    "freeze-after": { type: "string", default: "5" },
    "max-environments": { type: "string", default: "128" },
    "log-days": { type: "string", default: "0" },
    "log-megabytes": { type: "string", default: "2048" },
    cgroups: { type: "string", default: "auto" },
    "allow-functions-without-isolation": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  } as const;
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    return fail(error);
  }
}

function fail(error: unknown): never {
  process.stderr.write(`engine: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}

const { values, positionals } = readArguments();

const dataDir = path.resolve(values["data-dir"]);
const configFile = values.config ?? path.join(dataDir, "cell.json");

function initialise(): void {
  if (existsSync(configFile)) return;
  mkdirSync(path.dirname(configFile), { recursive: true });
  const config = createCellConfig({ accountId: values["account-id"], region: values.region });
  // Whole or not at all: a half-written file would keep the engine from starting for good.
  const half = `${configFile}.${process.pid}.new`;
  writeFileSync(half, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(half, configFile);
}

type NumberName =
  | "port"
  | "pool-size"
  | "concurrency"
  | "idle-timeout"
  | "freeze-after"
  | "max-environments"
  | "log-days"
  | "log-megabytes";

function readNumber(name: NumberName): number {
  if (/^\d{1,9}$/.test(values[name])) return Number(values[name]);
  throw new Error(`--${name} takes a number, not ${values[name]}.`);
}

function readCgroups() {
  const parsed = z.enum(["auto", "v1", "v2", "none"]).safeParse(values.cgroups);
  if (parsed.success) return parsed.data;
  throw new Error(`--cgroups takes auto, v1, v2 or none, not ${values.cgroups}.`);
}

function readAliases(): Record<string, string> {
  return Object.fromEntries(
    (values["egress-alias"] ?? []).map((alias) => {
      const [name = "", address = ""] = alias.split("=");
      return [name, address];
    }),
  );
}

/** What is kept of logs; 0 sets no bound. */
function readLogBounds() {
  const [days, megabytes] = [readNumber("log-days"), readNumber("log-megabytes")];
  return { ...(days > 0 ? { days } : {}), ...(megabytes > 0 ? { bytes: megabytes * 1_048_576 } : {}) };
}

async function serve(): Promise<void> {
  initialise();
  const config = cellConfigSchema.parse(JSON.parse(readFileSync(configFile, "utf8")));
  const poolSize = readNumber("pool-size");
  const accountConcurrency = readNumber("concurrency");
  const onEgress = (event: object) =>
    process.stdout.write(`${JSON.stringify({ time: new Date(), event: "egress", ...event })}\n`);
  const options = {
    ...{ dataDir, config, poolSize, accountConcurrency, egressAliases: readAliases(), onEgress },
    cgroups: readCgroups(),
    idleTimeoutMs: readNumber("idle-timeout") * 1000,
    freezeAfterMs: readNumber("freeze-after"),
    maxEnvironments: readNumber("max-environments"),
    logBounds: readLogBounds(),
    allowUnsandboxed: values["allow-functions-without-isolation"],
  };
  const engine = await createEngine(options, readNumber("port"));
  process.stdout.write(`engine: ${engine.url} (account ${config.accountId}, ${config.region})\n`);
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    engine.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  // where bin/annex-engine.mjs started it on another Node.js and is gone, even by SIGKILL
  process.on("disconnect", end);
}

try {
  const [command, ...rest] = positionals;
  if (values.help) process.stdout.write(usage);
  else if (rest.length > 0 || (command !== undefined && command !== "init")) {
    throw new Error(`${positionals.join(" ")} is no command: annex-engine --help tells what there is.`);
  } else if (command === "init") initialise();
  else await serve();
} catch (error) {
  fail(error);
}
