import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { GroupCommit } from "./group-commit.ts";

export interface LogEvent {
  readonly group: string;
  readonly stream: string;
  /** Epoch milliseconds, as are all times here. */
  readonly timestamp: number;
  readonly ingested: number;
  readonly message: string;
}

export interface LogRow extends LogEvent {
  /** `timestamp:id`: also the place to go on from. */
  readonly eventId: string;
}

export interface LogGroup {
  readonly name: string;
  readonly created: number;
  readonly retentionDays: number | undefined;
}

export interface LogStream {
  readonly name: string;
  readonly created: number;
  /** Of the newest event; undefined where there is none. */
  readonly last: number | undefined;
}

export interface LogFilter {
  readonly group: string;
  readonly streams?: readonly string[];
  readonly streamPrefix?: string;
  /** Included. */
  readonly from: number;
  /** Not included. */
  readonly to: number;
  readonly limit: number;
  /** An earlier event's ID: events beyond it are read. */
  readonly cursor?: string;
  /** From the newest to the oldest. */
  readonly descending?: boolean;
}

const schema = `
  CREATE TABLE IF NOT EXISTS log_events (
    id INTEGER PRIMARY KEY, log_group TEXT NOT NULL, log_stream TEXT NOT NULL,
    timestamp INTEGER NOT NULL, ingested INTEGER NOT NULL, message TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS log_events_by_time ON log_events (log_group, timestamp, id);
  CREATE TABLE IF NOT EXISTS log_streams (
    log_group TEXT, log_stream TEXT, created INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (log_group, log_stream)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS log_groups (name TEXT PRIMARY KEY, created INTEGER NOT NULL, retention_days INTEGER) WITHOUT ROWID;
  INSERT OR IGNORE INTO log_groups SELECT log_group, min(created), NULL FROM log_streams GROUP BY log_group;`;

const dayMs = 86_400_000;
const BATCH_EVENTS = 64;
/** What a statement costs beside its rows is a third of it: so many share one (1.9 us a row alone, 1.2 so). */
const ROWS_AT_ONCE = 16;
/** So few that nobody waits long for it. */
const EVENTS_AT_ONCE = 5_000;

function insertOf(rows: number): string {
  const values = Array.from({ length: rows }, () => "(?, ?, ?, ?, ?)").join(", ");
  return `INSERT INTO log_events (log_group, log_stream, timestamp, ingested, message) VALUES ${values}`;
}

const valuesOf = ({ group, stream, timestamp, ingested, message }: LogEvent) => [
  group,
  stream,
  timestamp,
  ingested,
  message,
];

/** What a batch holds of one stream. */
interface Span {
  readonly group: string;
  readonly stream: string;
  readonly first: number;
  last: number;
}

function spanOf(spans: Map<string, Span>, group: string, stream: string, timestamp: number): Span {
  const key = `${group}\0${stream}`;
  const span = spans.get(key) ?? { group, stream, first: timestamp, last: timestamp };
  spans.set(key, span);
  return span;
}

/** CloudWatch's log groups, streams and events. Events are written in batches beside the invocations that made them. */
export class LogTable {
  readonly #database: DatabaseSync;
  readonly #commits: GroupCommit;
  readonly #insert: StatementSync;
  readonly #insertMany: StatementSync;
  readonly #touchStream: StatementSync;
  readonly #touchGroup: StatementSync;
  /** Events that are written together, until they are being written. */
  #batch: LogEvent[] | undefined;
  readonly #listeners = new Set<(events: readonly LogEvent[]) => void>();

  constructor(database: DatabaseSync, commits: GroupCommit) {
    database.exec(schema);
    this.#database = database;
    this.#commits = commits;
    this.#insert = database.prepare(insertOf(1));
    this.#insertMany = database.prepare(insertOf(ROWS_AT_ONCE));
    this.#touchStream = database.prepare(
      `INSERT INTO log_streams VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
         created = CASE last WHEN 0 THEN excluded.created ELSE min(created, excluded.created) END, last = max(last, excluded.last)`,
    );
    this.#touchGroup = database.prepare("INSERT OR IGNORE INTO log_groups VALUES (?, ?, NULL)");
  }

  /** Makes group and stream where they are missing. */
  append(events: readonly LogEvent[]): void {
    if (events.length === 0) return;
    for (const event of events) this.#openBatch().push(event);
    for (const listener of this.#listeners) listener(events);
  }

  /** Resolves when the events are on the disk. */
  async put(events: readonly LogEvent[]): Promise<void> {
    await this.#commits.soon(() => this.#write(events));
    for (const listener of this.#listeners) listener(events);
  }

  /** Hears of all events from now on, until the function that is returned is called. */
  listen(listener: (events: readonly LogEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #openBatch(): LogEvent[] {
    if (this.#batch !== undefined && this.#batch.length < BATCH_EVENTS) return this.#batch;
    const batch: LogEvent[] = [];
    this.#commits.later(() => {
      if (this.#batch === batch) this.#batch = undefined;
      this.#write(batch);
    });
    this.#batch = batch;
    return batch;
  }

  #insertAll(events: readonly LogEvent[]): void {
    const alone = events.length % ROWS_AT_ONCE;
    for (const event of events.slice(0, alone)) this.#insert.run(...valuesOf(event));
    for (let at = alone; at < events.length; at += ROWS_AT_ONCE)
      this.#insertMany.run(...events.slice(at, at + ROWS_AT_ONCE).flatMap(valuesOf));
  }

  #write(events: readonly LogEvent[]): void {
    this.#insertAll(events);
    const spans = new Map<string, Span>();
    let span: Span | undefined;
    for (const { group, stream, timestamp } of events) {
      if (span?.stream !== stream || span.group !== group) span = spanOf(spans, group, stream, timestamp);
      span.last = Math.max(span.last, timestamp);
    }
    for (const { group, stream, first, last } of spans.values()) {
      this.#touchGroup.run(group, first);
      this.#touchStream.run(group, stream, first, last);
    }
  }

  read(filter: LogFilter): LogRow[] {
    this.#commits.settle();
    const [cursorTime = 0, cursorId = 0] = (filter.cursor ?? "").split(":").map(Number);
    const cursor = filter.cursor === undefined ? [] : [cursorTime, cursorId];
    const beyond = filter.cursor === undefined ? "" : `AND (timestamp, id) ${filter.descending ? "<" : ">"} (?, ?)`;
    const streams = filter.streams ? `AND log_stream IN (${filter.streams.map(() => "?").join(",")})` : "";
    const prefix = filter.streamPrefix === undefined ? "" : "AND substr(log_stream, 1, length(?)) = ?";
    const prefixValues = filter.streamPrefix === undefined ? [] : [filter.streamPrefix, filter.streamPrefix];
    const order = filter.descending ? "DESC" : "ASC";
    const rows = this.#database
      .prepare(
        `SELECT * FROM log_events WHERE log_group = ? AND timestamp >= ? AND timestamp < ? ${beyond} ${streams} ${prefix}
         ORDER BY timestamp ${order}, id ${order} LIMIT ?`,
      )
      .all(
        ...[filter.group, filter.from, filter.to, ...cursor],
        ...[...(filter.streams ?? []), ...prefixValues, filter.limit],
      );
    return rows.map((row) => ({
      eventId: `${row.timestamp}:${row.id}`,
      group: String(row.log_group),
      stream: String(row.log_stream),
      timestamp: Number(row.timestamp),
      ingested: Number(row.ingested),
      message: String(row.message),
    }));
  }

  /** Every group, by name. */
  groups(): LogGroup[] {
    this.#commits.settle();
    const rows = this.#database.prepare("SELECT * FROM log_groups ORDER BY name").all();
    return rows.map((row) => ({
      name: String(row.name),
      created: Number(row.created),
      retentionDays: row.retention_days === null ? undefined : Number(row.retention_days),
    }));
  }

  hasGroup(name: string): boolean {
    this.#commits.settle();
    return this.#database.prepare("SELECT 1 FROM log_groups WHERE name = ?").get(name) !== undefined;
  }

  createGroup(name: string, now: number): void {
    this.#touchGroup.run(name, now);
  }

  /** With all of its streams and events. */
  removeGroup(name: string): Promise<void> {
    return this.#commits.soon((database) => {
      database.prepare("DELETE FROM log_events WHERE log_group = ?").run(name);
      database.prepare("DELETE FROM log_streams WHERE log_group = ?").run(name);
      database.prepare("DELETE FROM log_groups WHERE name = ?").run(name);
    });
  }

  setRetention(name: string, days: number | undefined): void {
    this.#database.prepare("UPDATE log_groups SET retention_days = ? WHERE name = ?").run(days ?? null, name);
  }

  /** A group's streams, by name. */
  streams(group: string): LogStream[] {
    this.#commits.settle();
    const rows = this.#database.prepare("SELECT * FROM log_streams WHERE log_group = ? ORDER BY log_stream").all(group);
    return rows.map((row) => ({
      name: String(row.log_stream),
      created: Number(row.created),
      last: row.last === 0 ? undefined : Number(row.last),
    }));
  }

  hasStream(group: string, stream: string): boolean {
    this.#commits.settle();
    const statement = this.#database.prepare("SELECT 1 FROM log_streams WHERE log_group = ? AND log_stream = ?");
    return statement.get(group, stream) !== undefined;
  }

  createStream(group: string, stream: string, now: number): void {
    this.#database.prepare("INSERT OR IGNORE INTO log_streams VALUES (?, ?, ?, 0)").run(group, stream, now);
  }

  removeStream(group: string, stream: string): Promise<void> {
    return this.#commits.soon((database) => {
      database.prepare("DELETE FROM log_events WHERE log_group = ? AND log_stream = ?").run(group, stream);
      database.prepare("DELETE FROM log_streams WHERE log_group = ? AND log_stream = ?").run(group, stream);
    });
  }

  /** Ends what is older than its group wants it kept, and what is older than `days` in groups that say nothing. */
  forgetOld(now: number, days?: number): void {
    for (const { name, retentionDays = days } of this.groups()) {
      if (retentionDays === undefined) continue;
      const before = now - retentionDays * dayMs;
      this.#commits.later((database) => {
        database.prepare("DELETE FROM log_events WHERE log_group = ? AND timestamp < ?").run(name, before);
      });
    }
  }

  /**
   * Ends the oldest events of all groups while the engine's database is larger than it may be, some at a time; true
   * when there is more to do. Its pages are used again: the file does not shrink.
   */
  forgetBeyond(maxBytes: number): boolean {
    this.#commits.settle();
    if (this.#usedBytes() <= maxBytes) return false;
    const { changes } = this.#database
      .prepare("DELETE FROM log_events WHERE id IN (SELECT id FROM log_events ORDER BY id LIMIT ?)")
      .run(EVENTS_AT_ONCE);
    return changes > 0;
  }

  #usedBytes(): number {
    const read = (pragma: string) => Number(Object.values(this.#database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
    return (read("page_count") - read("freelist_count")) * read("page_size");
  }
}
