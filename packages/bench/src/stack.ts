import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { stackSchema } from "@annex/contract";
import { UsageError } from "./usage-error.ts";

const file = process.env.ANNEX_STACK_FILE ?? path.join(import.meta.dirname, "../../../.annex/stack.json");
if (!existsSync(file))
  throw new UsageError(
    `No running stack is described at ${file}. Start one with npm start, or name its ANNEX_STACK_FILE.`,
  );

/** The running stack: start it with `npm start` first. */
export const stack = stackSchema.parse(JSON.parse(readFileSync(file, "utf8")));
