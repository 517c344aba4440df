import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stackSchema } from "@annex/contract";

const defaultFile = path.join(import.meta.dirname, "../.annex/stack.json");
const stackFile = process.env.ANNEX_STACK_FILE ?? defaultFile;

if (!existsSync(stackFile)) throw new Error(`No running stack: ${stackFile} is missing. Run npm start, or npm test.`);

/** The running stack that the journeys walk through, and where results go. */
export const env = {
  stack: stackSchema.parse(JSON.parse(readFileSync(stackFile, "utf8"))),
  chromium: process.env.CHROMIUM ?? "/usr/bin/chromium",
  reportFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE,
  /** The Python index of the stack, where the journeys serve it themselves. */
  pythonIndex: process.env.ANNEX_E2E_PYTHON_INDEX,
  /** Where the stack's portal looks for its OpenID Connect provider, where a journey is that provider itself. */
  oidcIssuer: process.env.ANNEX_E2E_OIDC_ISSUER,
  resultsDir: process.env.ANNEX_E2E_RESULTS ?? path.join(tmpdir(), "annex-e2e-results"),
};
