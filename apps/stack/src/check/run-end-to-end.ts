import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { oidcClient } from "@annex/testing/oidc-provider";
import { z } from "zod";
import { env } from "../env.ts";
import { buildPortal } from "../start/build.ts";
import { freePortBase, portsFrom } from "../start/ports.ts";
import { needProgram } from "../start/preconditions.ts";
import { startStack } from "../start/start-stack.ts";
import { PlainError, say } from "../terminal.ts";
import type { Counts } from "./counts.ts";
import { runShown } from "./run-shown.ts";

const reportSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), skipped: z.number() }),
});

async function browser(): Promise<string> {
  if (!existsSync(env.CHROMIUM)) await needProgram("chromium", "chromium", "it runs the end-to-end tests");
  if (!existsSync(env.CHROMIUM)) throw new PlainError(`No browser at ${env.CHROMIUM}: set CHROMIUM to one.`);
  return env.CHROMIUM;
}

/** The portal's settings of the OpenID Connect provider that a journey starts. */
function signInAt(issuer: string): Record<string, string> {
  return {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: oidcClient.id,
    OIDC_CLIENT_SECRET: oidcClient.secret,
    OIDC_NAME: "Example login",
    OIDC_SCOPE: "openid email profile groups",
    OIDC_GROUPS: JSON.stringify([
      { group: "acme-developers", tenant: "acme", role: "developer" },
      { group: "acme-readers", tenant: "acme", role: "viewer" },
      { group: "platform", operator: true },
    ]),
  };
}

/** The journeys in a real browser, on a stack of their own: free ports, a state folder that goes away. */
export async function runEndToEnd(folder: string): Promise<Counts> {
  const chromium = await browser();
  await buildPortal();
  const stateDir = path.join(folder, "state");
  mkdirSync(stateDir, { mode: 0o755 });
  const base = await freePortBase();
  // served by the journeys that install Python packages: they need no index of the world
  const pythonIndex = `http://127.0.0.1:${base + 7}/simple`;
  const provider = `http://127.0.0.1:${base + 8}`;
  const signIn = signInAt(provider);
  const stack = await startStack({ stateDir, ports: portsFrom(base), watch: false, pythonIndex, signIn });
  const reportFile = path.join(folder, "playwright.json");
  try {
    say("• End-to-end tests");
    await runShown("e2e/node_modules/.bin/playwright", ["test", "-c", "e2e/playwright.config.ts"], {
      ANNEX_STACK_FILE: stack.stackFile,
      ANNEX_E2E_PYTHON_INDEX: pythonIndex,
      ANNEX_E2E_OIDC_ISSUER: provider,
      CHROMIUM: chromium,
      PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
    });
  } finally {
    await stack.stop();
  }
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = reportSchema.parse(JSON.parse(readFileSync(reportFile, "utf8")));
  return { passed: stats.expected, failed: stats.unexpected, skipped: stats.skipped };
}
