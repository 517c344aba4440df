import { AppError } from "@annex/contract";
import { databaseReports } from "./database-reports.ts";

const text = "Text with U+0000 or half a surrogate pair cannot be kept. Send it without.";
const number = "A number is out of the range in which it can be kept. Send a smaller one.";

/**
 * What PostgreSQL refuses of a value that it was given, by SQLSTATE: 22021 character_not_in_repertoire, 22P05
 * untranslatable_character, 22P02 invalid_text_representation (of JSON alone: what we write as JSON is wrong in its
 * surrogates only), 22003 numeric_value_out_of_range (of a value alone: what our own sums exceed is our fault).
 */
const refusals = [
  { state: "22021", says: /./, words: text },
  { state: "22P05", says: /./, words: text },
  { state: "22P02", says: /invalid input syntax for type json/, words: text },
  { state: "22003", says: /value ".*" is out of range/s, words: number },
];

/**
 * A failure as a caller is told it: where the database cannot keep or compare a value that came with the request, it
 * becomes `invalid_request`. Everything else stays what it is.
 */
export function orUnstorable(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const reports = databaseReports(error);
  const message = reports.map((report) => report.message).join("\n");
  const refusal = refusals.find(
    ({ state, says }) => reports.some((report) => report.originalCode === state) && says.test(message),
  );
  return refusal ? new AppError("invalid_request", refusal.words, { cause: error }) : error;
}
