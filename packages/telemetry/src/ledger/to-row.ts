import type { Invocation } from "@annex/contract";
import { costOf } from "../cost/cost-of.ts";
import type { LedgerEntry } from "../create-ledger.ts";
import { storableText } from "../storable.ts";
import { errorClassOf } from "./error-class.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** What the ledger finds out by itself. */
export type DerivedField = keyof Pick<Invocation, "errorClass" | "errorFingerprint" | "costUsd">;

/** A row as it is written. */
export interface LedgerRow extends LedgerEntry, Pick<Invocation, "errorClass" | "errorFingerprint"> {
  readonly costPicoUsd: number;
}

const mostFrames = 12;
const longestFrame = 300;
// the engine's machine; on AWS the worker makes functions of its own architecture too
const architecture = process.arch === "arm64" ? "arm64" : "x86_64";

/** The row as it is written: with its error's class and group, and its cost where Lambda was reached. */
export function toRow(entry: LedgerEntry): LedgerRow {
  const { region, outcome, errorType, errorMessage, requestId, billedMs, memoryMb, startedAt: at } = entry;
  const costPicoUsd = requestId === null ? 0 : costOf({ region, architecture, at, billedMs, memoryMb });
  if (outcome === "success") return { ...entry, errorClass: null, errorFingerprint: null, costPicoUsd };
  const errorStack = entry.errorStack.slice(0, mostFrames).map((line) => storableText(line.slice(0, longestFrame)));
  const failure = { type: errorType ?? "", message: errorMessage ?? "", stack: errorStack };
  const errorFingerprint = fingerprintOf(failure);
  return { ...entry, errorStack, errorClass: errorClassOf(outcome, errorType), errorFingerprint, costPicoUsd };
}
