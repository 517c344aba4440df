import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@annex/contract";
import { importCostReport } from "@annex/control-plane";
import { createDb } from "@annex/db";
import { operatorUrl } from "../operator-url.ts";
import { PlainError } from "../terminal.ts";

async function* inTurn(files: readonly string[]): AsyncGenerator<Buffer> {
  for (const file of files) yield* createReadStream(file);
}

/** What a refusal says, for a terminal. */
const toPlain = (error: unknown) => (error instanceof AppError ? new PlainError(error.message) : error);

/**
 * `annex cost import report-1.csv.gz report-2.csv.gz`: imports a month's cost-and-usage report, its parts in the order of
 * the arguments. @throws PlainError for a file that is not there or is no report.
 */
export async function importReport(files: readonly string[]): Promise<void> {
  const [first] = files;
  if (first === undefined) throw new PlainError("Name the report's file: annex cost import report.csv.gz");
  for (const file of files)
    await access(file).catch(() => {
      throw new PlainError(`There is no file ${file}.`);
    });
  const url = operatorUrl();
  const db = createDb({ appUrl: url, operatorUrl: url, poolSize: 1 });
  try {
    const name = path.basename(first) + (files.length > 1 ? ` and ${files.length - 1} more` : "");
    const report = await importCostReport(
      { db, principal: { actor: "system:command" } },
      { fileName: name, body: inTurn(files) },
    ).catch((error: unknown) => {
      throw toPlain(error);
    });
    process.stdout.write(`The report of ${report.month} is there: ${report.lines} lines, SHA-256 ${report.sha256}.\n`);
  } finally {
    await db.close();
  }
}
