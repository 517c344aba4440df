import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { parseArgs } from "node:util";

const root = path.join(import.meta.dirname, "..", "..", "..");
const test = "packages/engine/conformance/one-version-one-tenant.test.ts";

/** The engine's property test of its environments, as long as one likes: `npm test` runs the short form. */
export async function mixedEnvironments(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      functions: { type: "string", default: "50" },
      invocations: { type: "string", default: "10000" },
    },
  });
  const env = {
    ...process.env,
    ANNEX_MIXED_FUNCTIONS: values.functions,
    ANNEX_MIXED_INVOCATIONS: values.invocations,
  };
  const vitest = path.join(root, "node_modules", ".bin", "vitest");
  const child = spawn(vitest, ["run", test], { cwd: root, env, stdio: "inherit" });
  const [code] = await once(child, "exit");
  process.exitCode = code === 0 ? 0 : 1;
}
