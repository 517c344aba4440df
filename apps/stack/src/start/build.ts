import path from "node:path";
import { childEnvironment, root } from "../env.ts";
import { step } from "../terminal.ts";
import { runProgram } from "./run-program.ts";
import { hashOf, unlessUnchanged } from "./unless-unchanged.ts";

const environment = { ...childEnvironment, CHECKPOINT_DISABLE: "1", NEXT_TELEMETRY_DISABLED: "1" };

/** Generates the Prisma client when the schema changed. */
export function generateClient(): Promise<void> {
  const stamp = path.join(root, "packages/db/src/generated/.stamp");
  const hash = hashOf(["prisma/schema.prisma", "pnpm-lock.yaml"]);
  return unlessUnchanged(stamp, hash, () =>
    step("Generating the database client", () => runProgram("prisma", ["generate"], environment)),
  );
}

const portal = path.join(root, "apps/portal");

/** Packs the type declarations that the portal's editor knows into the file that it serves. */
export function packTypings(): Promise<void> {
  return runProgram("node", ["scripts/pack-typings.mjs"], environment, portal);
}

/** Builds the portal when anything that it is built from changed. */
export function buildPortal(): Promise<void> {
  const stamp = path.join(portal, ".next/.stamp");
  const hash = hashOf(["apps/portal", "packages", "prisma/schema.prisma", "pnpm-lock.yaml"]);
  return unlessUnchanged(stamp, hash, () =>
    step("Building the portal (after a change only, about a minute)", async () => {
      await packTypings();
      await runProgram("./node_modules/.bin/next", ["build"], environment, portal);
    }),
  );
}
