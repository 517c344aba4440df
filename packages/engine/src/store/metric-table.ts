import type { DatabaseSync } from "node:sqlite";

/** What one scope (a set of dimensions) measured in one minute, as JSON text. */
export interface MetricRow {
  readonly scope: string;
  /** Epoch milliseconds of its start. */
  readonly minute: number;
  readonly json: string;
}

/** A metric of a scope that was measured, and when for the last time. */
export interface MetricName {
  readonly scope: string;
  readonly metric: string;
  readonly last: number;
}

const schema = `
  CREATE TABLE IF NOT EXISTS metrics (scope TEXT, minute INTEGER, json TEXT NOT NULL, PRIMARY KEY (scope, minute)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS metric_names (scope TEXT, metric TEXT, last INTEGER NOT NULL, PRIMARY KEY (scope, metric)) WITHOUT ROWID;`;

/** CloudWatch keeps a minute's datapoints for fifteen days. */
const keptMs = 15 * 86_400_000;

export class MetricTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(schema);
  }

  put(rows: readonly MetricRow[], names: readonly MetricName[]): void {
    const row = this.#database.prepare("INSERT OR REPLACE INTO metrics VALUES (?, ?, ?)");
    for (const { scope, minute, json } of rows) row.run(scope, minute, json);
    const name = this.#database.prepare("INSERT OR REPLACE INTO metric_names VALUES (?, ?, ?)");
    for (const { scope, metric, last } of names) name.run(scope, metric, last);
  }

  /** One minute of a scope. */
  find(scope: string, minute: number): string | undefined {
    const row = this.#database.prepare("SELECT json FROM metrics WHERE scope = ? AND minute = ?").get(scope, minute);
    return row ? String(row.json) : undefined;
  }

  /** Minutes of a scope, oldest first. `from` is included, `to` is not. */
  read(scope: string, from: number, to: number): { readonly minute: number; readonly json: string }[] {
    const rows = this.#database
      .prepare("SELECT minute, json FROM metrics WHERE scope = ? AND minute >= ? AND minute < ? ORDER BY minute")
      .all(scope, from, to);
    return rows.map((row) => ({ minute: Number(row.minute), json: String(row.json) }));
  }

  names(since: number): MetricName[] {
    const rows = this.#database
      .prepare("SELECT scope, metric, last FROM metric_names WHERE last >= ? ORDER BY scope, metric")
      .all(since);
    return rows.map((row) => ({ scope: String(row.scope), metric: String(row.metric), last: Number(row.last) }));
  }

  forgetOld(now: number): void {
    this.#database.prepare("DELETE FROM metrics WHERE minute < ?").run(now - keptMs);
    this.#database.prepare("DELETE FROM metric_names WHERE last < ?").run(now - keptMs);
  }
}
