import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateClient } from "../start/build.ts";
import { checkSandbox, wantPackage } from "../start/preconditions.ts";
import { PlainError, say } from "../terminal.ts";
import { type Counts, none, sum } from "./counts.ts";
import { runStatic } from "./run-static.ts";
import { runVitest } from "./run-vitest.ts";

const staticChecks: readonly (readonly [title: string, program: string, args: readonly string[]])[] = [
  ["Format and lint", "biome", ["ci", "."]],
  ["Types", "turbo", ["run", "typecheck", "--output-logs=errors-only", "--concurrency=2"]],
  ["Boundaries", "turbo", ["boundaries"]],
  ["Dead code", "knip", []],
];

/** Clients of the engine as Debian has them, which its conformance suite runs. */
const olderClients: readonly (readonly [file: string, debianPackage: string, why: string])[] = [
  ["/usr/bin/aws", "awscli", "the engine is tested with it"],
  ["/usr/lib/python3/dist-packages/boto3", "python3-boto3", "the engine is tested with it"],
];

/**
 * `pnpm check`, and with `endToEnd` `npm test`: every suite, one closing line over all of them.
 * @throws PlainError when anything failed.
 */
export async function check(endToEnd: boolean): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "annex-check-"));
  chmodSync(folder, 0o755); // PostgreSQL's user walks through it
  let counts: Counts = none;
  try {
    await generateClient();
    await checkSandbox();
    for (const wanted of olderClients) await wantPackage(...wanted);
    for (const [title, program, args] of staticChecks) counts = sum(counts, await runStatic(title, program, args));
    counts = sum(counts, await runVitest(path.join(folder, "vitest.json")));
    if (endToEnd) {
      const { runEndToEnd } = await import("./run-end-to-end.ts"); // needs the client generated above
      counts = sum(counts, await runEndToEnd(folder));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  say(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  if (counts.failed > 0) process.exit(1);
  if (counts.passed === 0) throw new PlainError("No test ran.");
}
