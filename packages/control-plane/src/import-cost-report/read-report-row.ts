import { AppError } from "@annex/contract";
import { z } from "zod";
import type { ReportColumns } from "./report-columns.ts";

/** A line of a report, as far as the comparison needs it. */
export interface ReportRow {
  /** `2026-11`. */
  readonly month: string;
  /** The end of the usage; null where the report does not say. */
  readonly until: Date | null;
  readonly service: string;
  readonly usageType: string;
  readonly lineType: string;
  readonly amount: number;
  readonly costPicoUsd: bigint;
  /** Empty where there is none. */
  readonly tenantTag: string;
  readonly functionTag: string;
  /** The name of a Lambda function, from its ARN. */
  readonly lambdaName: string | null;
}

const monthStart = /^(\d{4}-(?:0[1-9]|1[0-2]))-01(?:[T ]|$)/;
const moment = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/;
const decimal = /^-?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,3})?$/;
const lambdaArn = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:([A-Za-z0-9_-]{1,140})/;
const maxText = 300;
const maxUsd = 1_000_000;
const mapSchema = z.record(z.string(), z.string().nullable());

/** Reads the cells of one row. */
class RowReader {
  readonly #cells: readonly string[];
  readonly #columns: ReportColumns;
  readonly #number: number;

  constructor(cells: readonly string[], columns: ReportColumns, number: number) {
    this.#cells = cells;
    this.#columns = columns;
    this.#number = number;
  }

  refusal(column: number, why: string): AppError {
    const shown = JSON.stringify(this.cell(column).slice(0, 60));
    const name = this.#columns.names[column];
    return new AppError("invalid_request", `Row ${this.#number}, column ${name}: ${shown} ${why}`);
  }

  cell(column: number): string {
    return this.#cells[column] ?? "";
  }

  text(column: number): string {
    const value = this.cell(column);
    if (value.length > maxText) throw this.refusal(column, `has more than ${maxText} characters.`);
    return value;
  }

  number(column: number): number {
    const value = this.cell(column);
    if (value === "") return 0;
    if (!decimal.test(value)) throw this.refusal(column, "is not a number.");
    return Number(value);
  }

  month(): string {
    const column = this.#columns.month;
    const month = monthStart.exec(this.cell(column))?.[1];
    if (!month) throw this.refusal(column, "is not the first day of a month, such as 2026-11-01T00:00:00Z.");
    return month;
  }

  until(): Date | null {
    const text = moment.exec(this.#columns.until === null ? "" : this.cell(this.#columns.until))?.[0];
    const at = new Date(`${text?.replace(" ", "T")}Z`);
    return text === undefined || Number.isNaN(at.getTime()) ? null : at;
  }

  costPicoUsd(): bigint {
    const { currency, cost } = this.#columns;
    if (this.cell(currency) !== "USD")
      throw this.refusal(currency, "is not USD. The estimate is in US dollars; import a report in dollars.");
    const usd = this.number(cost);
    if (Math.abs(usd) > maxUsd) throw this.refusal(cost, "is more than a million dollars for one line.");
    return BigInt(Math.round(usd * 1e12));
  }

  /** A map's keys are `user_tenant` in the column resource_tags, and `resourceTags/user:tenant` in tags. */
  #fromMap(column: number): { tenantTag: string; functionTag: string } {
    const text = this.cell(column);
    if (text === "" || text === "{}") return { tenantTag: "", functionTag: "" };
    let parsed: z.output<typeof mapSchema>;
    try {
      parsed = mapSchema.parse(JSON.parse(text));
    } catch {
      throw this.refusal(column, 'is not a map of tags, such as {"user_tenant":"acme"}.');
    }
    const of = (key: string) => (parsed[`user_${key}`] ?? parsed[`resourceTags/user:${key}`] ?? "").slice(0, maxText);
    return { tenantTag: of("tenant"), functionTag: of("function") };
  }

  tags(): { tenantTag: string; functionTag: string } {
    const { tags } = this.#columns;
    if (tags === null) return { tenantTag: "", functionTag: "" };
    if ("map" in tags) return this.#fromMap(tags.map);
    const of = (column: number | null) => (column === null ? "" : this.text(column));
    return { tenantTag: of(tags.tenant), functionTag: of(tags.function) };
  }

  lambdaName(): string | null {
    const { resource } = this.#columns;
    return resource === null ? null : (lambdaArn.exec(this.cell(resource))?.[1] ?? null);
  }
}

/** @throws AppError `invalid_request` that says in which row and column what is wrong. */
export function readReportRow(cells: readonly string[], columns: ReportColumns, rowNumber: number): ReportRow {
  const row = new RowReader(cells, columns, rowNumber);
  return {
    month: row.month(),
    until: row.until(),
    service: row.text(columns.service),
    usageType: row.text(columns.usageType),
    lineType: row.text(columns.lineType),
    amount: row.number(columns.amount),
    costPicoUsd: row.costPicoUsd(),
    ...row.tags(),
    lambdaName: row.lambdaName(),
  };
}
