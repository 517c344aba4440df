import { DatabaseSync } from "node:sqlite";
import { expect, it, onTestFinished } from "vitest";
import { LogChunks, type LogEvent, type LogFilter } from "./log-chunks.ts";

const group = "/aws/lambda/one";
const everything = { group, from: 0, to: 1e15, limit: 10_000 };

function open(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  onTestFinished(() => database.close());
  return database;
}

/** Always the same numbers, below `below`. */
function* numbers(below: number): Generator<number, never> {
  for (let state = 1; ; state = (state * 48_271) % 2_147_483_647) yield state % below;
}

function event(stream: string, timestamp: number, message: string): LogEvent {
  return { group, stream, timestamp, ingested: timestamp, message };
}

/** Streams that write at the same time, in pieces of all sizes, with times that go back and forth. */
function writeMany(chunks: LogChunks): LogEvent[] {
  const next = numbers(1_000);
  const all: LogEvent[] = [];
  for (let piece = 0; piece < 120; piece += 1) {
    const stream = `s${piece % 5}`;
    const start = 1_000_000 + piece * 40;
    const events = Array.from({ length: 1 + (next.next().value % 200) }, (_, place) =>
      event(stream, start + next.next().value * (piece % 10 === 0 ? 7 : 1), `${piece}.${place}`),
    );
    chunks.write({ group, stream, events });
    all.push(...events);
  }
  return all;
}

/** Page by page, as a reader with a token goes on. */
function readPages(chunks: LogChunks, filter: Omit<LogFilter, "limit">, limit: number): string[] {
  const messages: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const rows = chunks.read({ ...filter, limit, ...(cursor === undefined ? {} : { cursor }) });
    messages.push(...rows.map(({ message }) => message));
    cursor = rows.at(-1)?.eventId;
    if (rows.length < limit) return messages;
  }
}

it("gives events in the order of time, whole and page by page, in both directions", () => {
  const chunks = new LogChunks(open());
  const written = writeMany(chunks);
  const whole = chunks.read({ ...everything, limit: 100_000 });
  expect(whole.map(({ message }) => message).sort()).toEqual(written.map(({ message }) => message).sort());
  const times = whole.map(({ timestamp }) => timestamp);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  const messages = whole.map(({ message }) => message);
  for (const limit of [1_000, 97]) {
    expect(readPages(chunks, everything, limit)).toEqual(messages);
    expect(readPages(chunks, { ...everything, descending: true }, limit)).toEqual(messages.toReversed());
  }
});

it("keeps to a span of time and to streams", () => {
  const chunks = new LogChunks(open());
  writeMany(chunks);
  const whole = chunks.read({ ...everything, limit: 100_000 });
  const [from, to] = [1_001_500, 1_003_100];
  const wanted = whole.filter((row) => row.timestamp >= from && row.timestamp < to && row.stream !== "s3");
  const streams = ["s0", "s1", "s2", "s4"];
  expect(wanted.length).toBeGreaterThan(1_000);
  expect(readPages(chunks, { group, from, to, streams }, 250)).toEqual(wanted.map(({ message }) => message));
  const last = chunks.read({ group, from, to, streamPrefix: "s2", limit: 5, descending: true });
  expect(last).toEqual(
    wanted
      .filter(({ stream }) => stream === "s2")
      .slice(-5)
      .reverse(),
  );
});

it("keeps what was written at one moment in the order of writing, and any text as it is", () => {
  const chunks = new LogChunks(open());
  const texts = ["b", "a", 'quo"te', "zero \0 and \ud800 half", "line\nline", ""];
  for (const text of texts) chunks.write({ group, stream: "s", events: [event("s", 5, text)] });
  expect(chunks.read(everything).map(({ message }) => message)).toEqual(texts);
});

it("takes over what an engine wrote that kept each event in a row", () => {
  const database = open();
  database.exec(`
    CREATE TABLE log_events (
      id INTEGER PRIMARY KEY, log_group TEXT NOT NULL, log_stream TEXT NOT NULL,
      timestamp INTEGER NOT NULL, ingested INTEGER NOT NULL, message TEXT NOT NULL);
    INSERT INTO log_events VALUES (1, '${group}', 's', 20, 21, 'second "quoted"'), (2, '${group}', 's', 10, 11, 'first');`);
  const chunks = new LogChunks(database);
  expect(chunks.read(everything)).toMatchObject([
    { stream: "s", timestamp: 10, ingested: 11, message: "first" },
    { stream: "s", timestamp: 20, ingested: 21, message: 'second "quoted"' },
  ]);
  expect(new LogChunks(database).read(everything)).toHaveLength(2);
});
