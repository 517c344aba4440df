import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { EventTable } from "./event-table.ts";
import { GroupCommit } from "./group-commit.ts";
import { LogTable } from "./log-table.ts";
import { MetricTable } from "./metric-table.ts";

/** What the engine keeps, by kind. Each document is written whole, in one transaction. */
export type Kind = "function" | "session" | "layer" | "code-signing";

const schema = `
  CREATE TABLE IF NOT EXISTS documents (kind TEXT, key TEXT, json TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;`;

const sqliteBusy = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === sqliteBusy;
}

/**
 * The engine's state: SQLite in WAL mode. A document is on the disk when its call returns (synchronous=FULL); what
 * goes through `commits` is there when its promise says so.
 */
export class Store {
  readonly #database: DatabaseSync;
  readonly commits: GroupCommit;
  readonly events: EventTable;
  readonly logs: LogTable;
  readonly metrics: MetricTable;

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
    this.logs = new LogTable(this.#database, this.commits);
    this.metrics = new MetricTable(this.#database);
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

  close(): void {
    try {
      this.commits.close();
    } finally {
      this.#database.close();
    }
  }
}
