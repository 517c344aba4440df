import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { cellConfigSchema } from "./cell/cell-config.ts";
import { createCellConfig } from "./cell/create-cell-config.ts";
import { createEngine } from "./create-engine.ts";

const usage = `annex-engine [init] --data-dir DIR [--port 3003] [--config FILE] [--pool-size 2]
             [--egress-alias HOST:PORT=IP:PORT]… [--account-id 000000000000] [--region eu-central-1]
             [--cgroups auto|v1|v2|none] [--allow-functions-without-isolation]

init writes DIR/cell.json (account, roles, users with new keys) where it is missing; a start without one does the same.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: "string", default: "3003" },
    "data-dir": { type: "string", default: ".annex-engine" },
    config: { type: "string" },
    "pool-size": { type: "string", default: "2" },
    "egress-alias": { type: "string", multiple: true, default: [] },
    "account-id": { type: "string", default: "000000000000" },
    region: { type: "string", default: "eu-central-1" },
    cgroups: { type: "string", default: "auto" },
    "allow-functions-without-isolation": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const dataDir = path.resolve(values["data-dir"]);
const configFile = values.config ?? path.join(dataDir, "cell.json");

function initialise(): void {
  if (existsSync(configFile)) return;
  mkdirSync(path.dirname(configFile), { recursive: true });
  const config = createCellConfig({ accountId: values["account-id"], region: values.region });
  writeFileSync(configFile, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
}

function readAliases(): Record<string, string> {
  return Object.fromEntries(
    values["egress-alias"].map((alias) => {
      const [name = "", address = ""] = alias.split("=");
      return [name, address];
    }),
  );
}

async function serve(): Promise<void> {
  initialise();
  const config = cellConfigSchema.parse(JSON.parse(readFileSync(configFile, "utf8")));
  const poolSize = Number(values["pool-size"]);
  const onEgress = (event: object) =>
    process.stdout.write(`${JSON.stringify({ time: new Date(), event: "egress", ...event })}\n`);
  const options = {
    ...{ dataDir, config, poolSize, egressAliases: readAliases(), onEgress },
    cgroups: z.enum(["auto", "v1", "v2", "none"]).parse(values.cgroups),
    allowUnsandboxed: values["allow-functions-without-isolation"],
  };
  const engine = await createEngine(options, Number(values.port));
  process.stdout.write(`engine: ${engine.url} (account ${config.accountId}, ${config.region})\n`);
  let ending = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      engine.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

try {
  if (values.help) process.stdout.write(`${usage}\n`);
  else if (positionals[0] === "init") initialise();
  else await serve();
} catch (error) {
  process.stderr.write(`engine: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
