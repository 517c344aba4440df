import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { GroupCommit } from "./group-commit.ts";
import { type EventsOfStream, LogChunks, type LogEvent, type LogFilter, type LogRow } from "./log-chunks.ts";

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

const schema = `
  CREATE TABLE IF NOT EXISTS log_streams (
    log_group TEXT, log_stream TEXT, created INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (log_group, log_stream)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS log_groups (name TEXT PRIMARY KEY, created INTEGER NOT NULL, retention_days INTEGER) WITHOUT ROWID;
  INSERT OR IGNORE INTO log_groups SELECT log_group, min(created), NULL FROM log_streams GROUP BY log_group;`;

const dayMs = 86_400_000;
const BATCH_EVENTS = 128;
/** So few that nobody waits long for it. */
const BYTES_AT_ONCE = 2 << 20;

/** CloudWatch's log groups, streams and events. Events are written in batches beside the invocations that made them. */
export class LogTable {
  readonly #database: DatabaseSync;
  readonly #commits: GroupCommit;
  readonly #chunks: LogChunks;
  readonly #touchStream: StatementSync;
  readonly #touchGroup: StatementSync;
  /** Events of a stream that are written together, until they are being written. */
  readonly #batches = new Map<string, LogEvent[]>();
  readonly #listeners = new Set<(events: readonly LogEvent[]) => void>();

  constructor(database: DatabaseSync, commits: GroupCommit) {
    database.exec(schema);
    this.#database = database;
    this.#commits = commits;
    this.#chunks = new LogChunks(database);
    this.#touchStream = database.prepare(
      `INSERT INTO log_streams VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
         created = CASE last WHEN 0 THEN excluded.created ELSE min(created, excluded.created) END, last = max(last, excluded.last)`,
    );
    this.#touchGroup = database.prepare("INSERT OR IGNORE INTO log_groups VALUES (?, ?, NULL)");
  }

  /** Makes group and stream where they are missing. */
  append(written: EventsOfStream): void {
    if (written.events.length === 0) return;
    let batch = this.#openBatch(written);
    for (const event of written.events) {
      if (batch.length === BATCH_EVENTS) batch = this.#openBatch(written);
      batch.push(event);
    }
    for (const listener of this.#listeners) listener(written.events);
  }

  /** Resolves when the events are on the disk. */
  async put(written: EventsOfStream): Promise<void> {
    if (written.events.length === 0) return;
    await this.#commits.soon(() => this.#write(written));
    for (const listener of this.#listeners) listener(written.events);
  }

  /** Hears of all events from now on, until the function that is returned is called. */
  listen(listener: (events: readonly LogEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #openBatch({ group, stream }: EventsOfStream): LogEvent[] {
    const key = `${group}\0${stream}`;
    const open = this.#batches.get(key);
    if (open !== undefined && open.length < BATCH_EVENTS) return open;
    const events: LogEvent[] = [];
    this.#commits.later(() => {
      if (this.#batches.get(key) === events) this.#batches.delete(key);
      this.#write({ group, stream, events });
    });
    this.#batches.set(key, events);
    return events;
  }

  #write(written: EventsOfStream): void {
    this.#chunks.write(written);
    const times = written.events.map(({ timestamp }) => timestamp);
    const [first, last] = [Math.min(...times), Math.max(...times)];
    this.#touchGroup.run(written.group, first);
    this.#touchStream.run(written.group, written.stream, first, last);
  }

  read(filter: LogFilter): LogRow[] {
    this.#commits.settle();
    return this.#chunks.read(filter);
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
      this.#chunks.removeGroup(name);
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
      this.#chunks.removeStream(group, stream);
      database.prepare("DELETE FROM log_streams WHERE log_group = ? AND log_stream = ?").run(group, stream);
    });
  }

  /** Ends what is older than its group wants it kept, and what is older than `days` in groups that say nothing. */
  forgetOld(now: number, days?: number): void {
    for (const { name, retentionDays = days } of this.groups()) {
      if (retentionDays === undefined) continue;
      const before = now - retentionDays * dayMs;
      this.#commits.later(() => this.#chunks.removeBefore(name, before));
    }
  }

  /**
   * Ends the oldest events of all groups while the engine's database is larger than it may be, some at a time; true
   * when there is more to do. Its pages are used again: the file does not shrink.
   */
  forgetBeyond(maxBytes: number): boolean {
    this.#commits.settle();
    if (this.#usedBytes() <= maxBytes) return false;
    return this.#chunks.removeOldest(BYTES_AT_ONCE);
  }

  #usedBytes(): number {
    const read = (pragma: string) => Number(Object.values(this.#database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
    return (read("page_count") - read("freelist_count")) * read("page_size");
  }
}
