import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";

export interface LogEvent {
  readonly group: string;
  readonly stream: string;
  /** Epoch milliseconds, as are all times here. */
  readonly timestamp: number;
  readonly ingested: number;
  readonly message: string;
}

export interface LogRow extends LogEvent {
  /** `timestamp:number`: also the place to go on from. */
  readonly eventId: string;
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

export interface EventsOfStream {
  readonly group: string;
  readonly stream: string;
  readonly events: readonly LogEvent[];
}

/** An event's number is its chunk's times this, and its place there. */
const EVENTS_OF_CHUNK = 128;
/** First and last event of a chunk are no further apart, so that what begins before a time is known to end near it. */
const CHUNK_SPAN_MS = 1_000;
const MOST_REMOVED = 5_000;

const schema = `
  CREATE TABLE IF NOT EXISTS log_chunks (
    id INTEGER PRIMARY KEY, log_group TEXT NOT NULL, log_stream TEXT NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, ingested INTEGER NOT NULL, events TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS log_chunks_by_first ON log_chunks (log_group, first, id);
  CREATE INDEX IF NOT EXISTS log_chunks_by_last ON log_chunks (log_group, last, id);`;

/** An engine before chunks kept each event in a row of its own. */
const takeOver = `
  BEGIN;
  INSERT INTO log_chunks (log_group, log_stream, first, last, ingested, events)
    SELECT log_group, log_stream, timestamp, timestamp, ingested, json_array(timestamp, message) FROM log_events ORDER BY id;
  DROP TABLE log_events;
  COMMIT;`;

interface Numbered extends LogRow {
  readonly number: number;
}

const byTime = (one: Numbered, other: Numbered) => one.timestamp - other.timestamp || one.number - other.number;

/**
 * Log events, many in a row: what one stream wrote at about the same time, as JSON of timestamp and message in turn
 * (decision 037).
 */
export class LogChunks {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(schema);
    if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'log_events'").get() !== undefined)
      database.exec(takeOver);
    this.#database = database;
    this.#insert = database.prepare(
      "INSERT INTO log_chunks (log_group, log_stream, first, last, ingested, events) VALUES (?, ?, ?, ?, ?, ?)",
    );
  }

  write({ group, stream, events }: EventsOfStream): void {
    for (const chunk of cut(events)) {
      const [first, last] = [chunk[0]?.timestamp ?? 0, chunk.at(-1)?.timestamp ?? 0];
      const ingested = chunk.reduce((latest, event) => Math.max(latest, event.ingested), 0);
      const flat = chunk.flatMap(({ timestamp, message }) => [timestamp, message]);
      this.#insert.run(group, stream, first, last, ingested, JSON.stringify(flat));
    }
  }

  /** In the order of time; of one time, in the order in which they were written. */
  read(filter: LogFilter): LogRow[] {
    const isWanted = within(filter);
    const order = filter.descending ? (one: Numbered, other: Numbered) => byTime(other, one) : byTime;
    const found: Numbered[] = [];
    // As many as are wanted are read; one of a later chunk can still come before the last of these.
    let last: number | undefined;
    for (const chunk of this.#chunks(filter)) {
      const nearest = filter.descending ? -Number(chunk.last) : Number(chunk.first);
      if (last !== undefined && nearest > last) break;
      for (const event of eventsOf(chunk)) if (isWanted(event)) found.push(event);
      if (last !== undefined || found.length < filter.limit) continue;
      const farthest = found.sort(order)[filter.limit - 1]?.timestamp ?? 0;
      last = filter.descending ? -farthest : farthest;
    }
    return found.sort(order).slice(0, filter.limit);
  }

  /** What goes on after `cursor`, by the first event, or by the last from the newest on. */
  #chunks({ group, streams, streamPrefix, descending, cursor, ...range }: LogFilter) {
    const [at = 0] = (cursor ?? "").split(":").map(Number);
    const from = cursor === undefined || descending ? range.from : Math.max(range.from, at);
    const to = cursor === undefined || !descending ? range.to : Math.min(range.to, at + 1);
    const ofStreams = streams ? `AND log_stream IN (${streams.map(() => "?").join(",")})` : "";
    const ofPrefix = streamPrefix === undefined ? "" : "AND substr(log_stream, 1, length(?)) = ?";
    const sides = descending
      ? "last >= ? AND last < ? + ? ORDER BY last DESC, id DESC"
      : "first < ? AND first >= ? - ? ORDER BY first, id";
    const times = descending ? [from, to, CHUNK_SPAN_MS] : [to, from, CHUNK_SPAN_MS];
    const prefixes = streamPrefix === undefined ? [] : [streamPrefix, streamPrefix];
    return this.#database
      .prepare(`SELECT * FROM log_chunks WHERE log_group = ? ${ofStreams} ${ofPrefix} AND ${sides}`)
      .iterate(group, ...(streams ?? []), ...prefixes, ...times);
  }

  removeGroup(group: string): void {
    this.#database.prepare("DELETE FROM log_chunks WHERE log_group = ?").run(group);
  }

  removeStream(group: string, stream: string): void {
    this.#database.prepare("DELETE FROM log_chunks WHERE log_group = ? AND log_stream = ?").run(group, stream);
  }

  removeBefore(group: string, before: number): void {
    this.#database.prepare("DELETE FROM log_chunks WHERE log_group = ? AND last < ?").run(group, before);
  }

  /** The oldest of all groups, about as much as is said; false where there are none. */
  removeOldest(bytes: number): boolean {
    const oldest = `SELECT id, octet_length(events) AS size FROM log_chunks ORDER BY id LIMIT ${MOST_REMOVED}`;
    const summed = `SELECT id, size, sum(size) OVER (ORDER BY id) AS bytes FROM (${oldest})`;
    const few = `SELECT id FROM (${summed}) WHERE bytes - size < ?`;
    return this.#database.prepare(`DELETE FROM log_chunks WHERE id IN (${few})`).run(bytes).changes > 0;
  }
}

/** By time, in pieces that a chunk takes. */
function cut(events: readonly LogEvent[]): LogEvent[][] {
  const chunks: LogEvent[][] = [];
  let chunk: LogEvent[] = [];
  for (const event of events.toSorted((one, other) => one.timestamp - other.timestamp)) {
    const isFull = chunk.length === EVENTS_OF_CHUNK;
    if (isFull || event.timestamp - (chunk[0]?.timestamp ?? event.timestamp) > CHUNK_SPAN_MS) {
      chunks.push(chunk);
      chunk = [];
    }
    chunk.push(event);
  }
  return chunk.length > 0 ? [...chunks, chunk] : chunks;
}

function eventsOf(chunk: Record<string, SQLOutputValue>): Numbered[] {
  const flat: unknown = JSON.parse(String(chunk.events));
  if (!Array.isArray(flat)) return [];
  const common = { group: String(chunk.log_group), stream: String(chunk.log_stream), ingested: Number(chunk.ingested) };
  return Array.from({ length: flat.length / 2 }, (_, place) => {
    const timestamp = Number(flat[place * 2]);
    const number = Number(chunk.id) * EVENTS_OF_CHUNK + place;
    const message = String(flat[place * 2 + 1]);
    return { ...common, timestamp, message, number, eventId: `${timestamp}:${number}` };
  });
}

function within({ from, to, cursor, descending }: LogFilter): (event: Numbered) => boolean {
  if (cursor === undefined) return ({ timestamp }) => timestamp >= from && timestamp < to;
  const [time = 0, number = 0] = cursor.split(":").map(Number);
  const side = descending ? -1 : 1;
  const isBeyond = (event: Numbered) => side * (event.timestamp - time || event.number - number) > 0;
  return (event) => event.timestamp >= from && event.timestamp < to && isBeyond(event);
}
