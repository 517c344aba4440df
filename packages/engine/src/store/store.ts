import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { EventTable } from "./event-table.ts";
import { GroupCommit } from "./group-commit.ts";
import { MetricTable } from "./metric-table.ts";

/** What the engine keeps, by kind. Each document is written whole, in one transaction. */
export type Kind = "function" | "session" | "layer" | "code-signing";

export interface LogRow {
  readonly eventId: string;
  readonly group: string;
  readonly stream: string;
  readonly timestamp: number;
  readonly ingested: number;
  readonly message: string;
}

const schema = `
  CREATE TABLE IF NOT EXISTS documents (kind TEXT, key TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS log_events (
    id INTEGER PRIMARY KEY, log_group TEXT NOT NULL, log_stream TEXT NOT NULL,
    timestamp INTEGER NOT NULL, ingested INTEGER NOT NULL, message TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS log_events_by_time ON log_events (log_group, timestamp, id);
  CREATE TABLE IF NOT EXISTS log_streams (
    log_group TEXT, log_stream TEXT, created INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (log_group, log_stream)) WITHOUT ROWID;`;

const sqliteBusy = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === sqliteBusy;
}

/**
 * The engine's state: SQLite in WAL mode. A document is on the disk when its call returns (synchronous=FULL);
 * log events are written in batches beside the invocations that made them.
 */
export class Store {
  readonly #database: DatabaseSync;
  readonly commits: GroupCommit;
  readonly events: EventTable;
  readonly metrics: MetricTable;
  readonly #insertLog: StatementSync;
  readonly #touchStream: StatementSync;

  /** `onError` hears of writes that nobody waits for. @throws when another engine uses the folder. */
  constructor(dataDir: string, onError: (error: unknown) => void) {
    mkdirSync(dataDir, { recursive: true });
    this.#database = new DatabaseSync(path.join(dataDir, "engine.db"));
    try {
      this.#database.exec(
        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; BEGIN IMMEDIATE; COMMIT;",
      );
    } catch (cause) {
      this.#database.close();
      if (!isBusy(cause)) throw cause;
      throw new Error(`Another engine uses ${dataDir}. End it, or give this one its own --data-dir.`, { cause });
    }
    this.#database.exec(schema);
    this.commits = new GroupCommit(this.#database, onError);
    this.events = new EventTable(this.#database);
    this.metrics = new MetricTable(this.#database);
    this.#insertLog = this.#database.prepare(
      "INSERT INTO log_events (log_group, log_stream, timestamp, ingested, message) VALUES (?, ?, ?, ?, ?)",
    );
    this.#touchStream = this.#database.prepare(
      "INSERT INTO log_streams VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
    );
  }

  put(kind: Kind, key: string, document: unknown): void {
    const statement = this.#database.prepare("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)");
    statement.run(kind, key, JSON.stringify(document));
  }

  remove(kind: Kind, key: string): void {
    this.#database.prepare("DELETE FROM documents WHERE kind = ? AND key = ?").run(kind, key);
  }

  /** Every document of a kind, as JSON text. */
  all(kind: Kind): string[] {
    const rows = this.#database.prepare("SELECT json FROM documents WHERE kind = ? ORDER BY key").all(kind);
    return rows.map((row) => String(row.json));
  }

  appendLogs(events: readonly Omit<LogRow, "eventId">[]): void {
    this.commits.later(() => {
      for (const { group, stream, timestamp, ingested, message } of events) {
        this.#insertLog.run(group, stream, timestamp, ingested, message);
        this.#touchStream.run(group, stream, timestamp, timestamp);
      }
    });
  }

  /**
   * Events of a group from one end (`descending`: the newest first), `limit` at most, beyond `cursor` (an earlier event's ID).
   * `from` is included, `to` is not; epoch milliseconds.
   */
  readLogs(filter: {
    group: string;
    streams?: readonly string[];
    from: number;
    to: number;
    limit: number;
    cursor?: string;
    descending?: boolean;
  }): LogRow[] {
    this.commits.flush();
    const [cursorTime = 0, cursorId = 0] = (filter.cursor ?? "").split(":").map(Number);
    const cursor = filter.cursor === undefined ? [] : [cursorTime, cursorId];
    const beyond = filter.cursor === undefined ? "" : `AND (timestamp, id) ${filter.descending ? "<" : ">"} (?, ?)`;
    const streams = filter.streams ? `AND log_stream IN (${filter.streams.map(() => "?").join(",")})` : "";
    const order = filter.descending ? "DESC" : "ASC";
    const rows = this.#database
      .prepare(
        `SELECT * FROM log_events WHERE log_group = ? AND timestamp >= ? AND timestamp < ? ${beyond} ${streams}
         ORDER BY timestamp ${order}, id ${order} LIMIT ?`,
      )
      .all(filter.group, filter.from, filter.to, ...cursor, ...(filter.streams ?? []), filter.limit);
    return rows.map((row) => ({
      eventId: `${row.timestamp}:${row.id}`,
      group: String(row.log_group),
      stream: String(row.log_stream),
      timestamp: Number(row.timestamp),
      ingested: Number(row.ingested),
      message: String(row.message),
    }));
  }

  logGroups(): string[] {
    this.commits.flush();
    return this.#database
      .prepare("SELECT DISTINCT log_group FROM log_streams ORDER BY 1")
      .all()
      .map((row) => String(row.log_group));
  }

  logStreams(group: string): { name: string; created: number; last: number }[] {
    this.commits.flush();
    const rows = this.#database.prepare("SELECT * FROM log_streams WHERE log_group = ? ORDER BY log_stream").all(group);
    return rows.map((row) => ({ name: String(row.log_stream), created: Number(row.created), last: Number(row.last) }));
  }

  removeLogs(group: string): void {
    this.commits.flush();
    this.#database.prepare("DELETE FROM log_events WHERE log_group = ?").run(group);
    this.#database.prepare("DELETE FROM log_streams WHERE log_group = ?").run(group);
  }

  close(): void {
    try {
      this.commits.close();
    } finally {
      this.#database.close();
    }
  }
}
