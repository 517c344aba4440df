import { AppError } from "@annex/contract";
import { CsvError, parse as parseCsv } from "csv-parse";
import { z } from "zod";
import { type ReportRow, readReportRow } from "./read-report-row.ts";
import { type ReportColumns, reportColumns } from "./report-columns.ts";
import { unpackReport } from "./unpack-report.ts";

const maxSums = 200_000;
const maxRowBytes = 1_000_000;
const maxPico = 9_000_000_000_000_000_000n;

/** Lines that agree in everything that the comparison tells apart, summed. Empty tags are none. */
export interface ReportSum {
  readonly service: string;
  readonly usageType: string;
  readonly lineType: string;
  readonly tenantTag: string;
  readonly functionTag: string;
  readonly isEstimated: boolean;
  lineCount: number;
  usageAmount: number;
  costPicoUsd: bigint;
}

/** A report, read to its end. */
export interface ReadReport {
  readonly month: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly lineCount: number;
  readonly namedCount: number;
  readonly billedUntil: Date | null;
  readonly sums: readonly ReportSum[];
}

/** Tenant's and function's tags by the name of the Lambda function. */
export type FunctionsByLambda = ReadonlyMap<string, { readonly tenantTag: string; readonly functionTag: string }>;

const usageLines = new Set(["Usage", "DiscountedUsage", "SavingsPlanCoveredUsage"]);
// Lambda's usage types begin with the region's code but in us-east-1: `EUC1-Lambda-GB-Second-ARM`
const ofThePriceList = /^(?:[A-Z0-9]+-)?(?:Lambda-GB-Second|Request)(?:-ARM)?$/;

/** Whether the platform's estimate is of it: usage, of Lambda's requests and GB-seconds. */
function isEstimated({ service, usageType, lineType }: ReportRow): boolean {
  return service === "AWSLambda" && usageLines.has(lineType) && ofThePriceList.test(usageType);
}

/** Sums rows; a row without tags is the tenant's whose Lambda function it names. */
class ReportSums {
  readonly #sums = new Map<string, ReportSum>();
  readonly #functions: FunctionsByLambda;
  month: string | null = null;
  billedUntil: Date | null = null;
  lineCount = 0;
  namedCount = 0;

  constructor(functions: FunctionsByLambda) {
    this.#functions = functions;
  }

  get sums(): readonly ReportSum[] {
    return [...this.#sums.values()];
  }

  add(row: ReportRow, rowNumber: number, columns: ReportColumns): void {
    this.month ??= row.month;
    if (row.month !== this.month)
      throw new AppError(
        "invalid_request",
        `Row ${rowNumber}, column ${columns.names[columns.month]}: it is of ${row.month}, the rows before are of ${this.month}. Import one month at a time.`,
      );
    if (row.until && (this.billedUntil === null || row.until > this.billedUntil)) this.billedUntil = row.until;
    this.lineCount += 1;
    const sum = this.#sumOf(row);
    sum.lineCount += 1;
    sum.usageAmount += row.amount;
    sum.costPicoUsd += row.costPicoUsd;
    if (sum.costPicoUsd > maxPico || sum.costPicoUsd < -maxPico)
      throw new AppError(
        "invalid_request",
        `Row ${rowNumber}: the costs of ${row.usageType} are beyond what is summed.`,
      );
  }

  #sumOf(row: ReportRow): ReportSum {
    const { service, usageType, lineType } = row;
    const named = row.tenantTag === "" && row.lambdaName !== null ? this.#functions.get(row.lambdaName) : undefined;
    if (named) this.namedCount += 1;
    const { tenantTag, functionTag } = named ?? row;
    const key = [service, usageType, lineType, tenantTag, functionTag].join("\u0000");
    const known = this.#sums.get(key);
    if (known) return known;
    if (this.#sums.size >= maxSums)
      throw new AppError(
        "payload_too_large",
        `The report has more than ${maxSums} combinations of usage type, tenant and function.`,
      );
    const kept = { service, usageType, lineType, tenantTag, functionTag, isEstimated: isEstimated(row) };
    const sum = { ...kept, lineCount: 0, usageAmount: 0, costPicoUsd: 0n };
    this.#sums.set(key, sum);
    return sum;
  }
}

const csvRowSchema = z.array(z.string());
// rows that were read whole before the wrong one; what waits to be taken is lost with it
const csvErrorSchema = z.object({ records: z.number().int() });

/** What the CSV reader and gzip say, in words for who chose the file. */
function toRefusal(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof CsvError) {
    const why =
      error.code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH"
        ? "it has another number of columns than the first row"
        : error.code === "CSV_MAX_RECORD_SIZE"
          ? `it has more than ${maxRowBytes} bytes`
          : "its quotes are not closed";
    const before = csvErrorSchema.safeParse(error);
    const where = before.success ? `Row ${before.data.records + 1}` : "The file";
    return new AppError("invalid_request", `${where} is not CSV: ${why}. Is the file whole?`, {
      cause: error,
    });
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!code.startsWith("Z_")) return error;
  return new AppError("invalid_request", "The file cannot be unpacked: it is cut off or damaged. Download it again.", {
    cause: error,
  });
}

/**
 * Reads a cost-and-usage report of AWS, legacy or 2.0, in CSV or CSV.gz, as it streams in. Its parts may follow one
 * another, each with its heading row.
 * @throws AppError `invalid_request` that tells row and column; `payload_too_large`.
 */
export async function readCostReport(
  body: AsyncIterable<Uint8Array>,
  functions: FunctionsByLambda,
): Promise<ReadReport> {
  const { text, file } = await unpackReport(body);
  const csv = parseCsv({ bom: true, skip_empty_lines: true, max_record_size: maxRowBytes });
  text.once("error", (error) => csv.destroy(error)).pipe(csv);
  const sums = new ReportSums(functions);
  let columns: ReportColumns | null = null;
  let rowNumber = 0;
  try {
    for await (const record of csv) {
      const cells = csvRowSchema.parse(record);
      rowNumber += 1;
      if (columns === null) columns = reportColumns(cells);
      // the heading row of the next part
      else if (cells[columns.cost] !== columns.names[columns.cost])
        sums.add(readReportRow(cells, columns, rowNumber), rowNumber, columns);
    }
  } catch (error) {
    throw toRefusal(error);
  } finally {
    text.destroy();
  }
  const { month, billedUntil, lineCount, namedCount } = sums;
  if (month === null) throw new AppError("invalid_request", "The report has no line. Import it when AWS has billed.");
  const { sizeBytes, hash } = file;
  return { month, sha256: hash.digest("hex"), sizeBytes, lineCount, namedCount, billedUntil, sums: sums.sums };
}
