import type { DatabaseSync, StatementSync } from "node:sqlite";

/** An asynchronous invocation that was accepted and has not ended. */
export interface EventRow {
  readonly id: string;
  readonly functionName: string;
  /** Epoch milliseconds before which it is not tried. */
  readonly notBefore: number;
  /** All but the payload, as JSON text. */
  readonly json: string;
}

const schema = `
  CREATE TABLE IF NOT EXISTS events (
    id TEXT PRIMARY KEY, function TEXT NOT NULL, not_before INTEGER NOT NULL, json TEXT NOT NULL, payload BLOB NOT NULL) WITHOUT ROWID;`;

/** Changes are for inside of a group commit. */
export class EventTable {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;
  readonly #payload: StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(schema);
    this.#database = database;
    this.#insert = database.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?)");
    this.#update = database.prepare("UPDATE events SET not_before = ?, json = ? WHERE id = ?");
    this.#delete = database.prepare("DELETE FROM events WHERE id = ?");
    this.#payload = database.prepare("SELECT payload FROM events WHERE id = ?");
  }

  insert({ id, functionName, notBefore, json }: EventRow, payload: Buffer): void {
    this.#insert.run(id, functionName, notBefore, json, payload);
  }

  update({ id, notBefore, json }: EventRow): void {
    this.#update.run(notBefore, json, id);
  }

  remove(id: string): void {
    this.#delete.run(id);
  }

  /** @throws Error for an event that is not there. */
  payload(id: string): Buffer {
    const payload = this.#payload.get(id)?.payload;
    if (!(payload instanceof Uint8Array)) throw new Error(`the event ${id} has no payload`);
    return Buffer.from(payload);
  }

  /** Every event, those first that may be tried first. */
  all(): EventRow[] {
    const rows = this.#database.prepare("SELECT id, function, not_before, json FROM events ORDER BY not_before").all();
    return rows.map((row) => ({
      id: String(row.id),
      functionName: String(row.function),
      notBefore: Number(row.not_before),
      json: String(row.json),
    }));
  }
}
