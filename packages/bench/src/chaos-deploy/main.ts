import { parseArgs } from "node:util";
import { chaosDeploy } from "./chaos-deploy.ts";

// `pnpm bench chaos-deploy`: deployments of many functions while worker, portal, engine and PostgreSQL are killed -9 at
// random moments. The portal must be built (`npm start` does). Exits 1 when anything is wrong afterwards.
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    functions: { type: "string", default: "50" },
    deployments: { type: "string", default: "200" },
    pause: { type: "string", default: "3000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    portal: { type: "boolean", default: true },
  },
  allowNegative: true,
});

const say = (line: string) => process.stdout.write(`${line}\n`);
say(`seed ${values.seed}`);
const result = await chaosDeploy({
  functions: Number(values.functions),
  deployments: Number(values.deployments),
  longestPauseMs: Number(values.pause),
  seed: Number(values.seed),
  portal: values.portal,
  say,
});
say(JSON.stringify(result, null, 2));
const wrong = result.unended.length + result.servedWrongly.length + result.mismatched.length + result.orphans.length;
process.exitCode = wrong === 0 ? 0 : 1;
