import { readFileSync } from "node:fs";
import path from "node:path";
import { stackSchema } from "@annex/contract";

const file = process.env.ANNEX_STACK_FILE ?? path.join(import.meta.dirname, "../../../.annex/stack.json");

/** The running stack: start it with `npm start` first. */
export const stack = stackSchema.parse(JSON.parse(readFileSync(file, "utf8")));
