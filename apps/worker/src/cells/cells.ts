import { type Author, type CellCredentials, createAuthor } from "@annex/aws";
import type { Cell, Db } from "@annex/db";
import type { PackageSources } from "../runners/builder/package-sources.ts";
import { createRunnerFleet, type RunnerFleet } from "../runners/runner-fleet.ts";

export interface OpenCell {
  readonly cellId: string;
  readonly author: Author;
  readonly runners: RunnerFleet;
}

/** The cells that this worker has opened, one set of clients and one rate budget for each. */
export interface Cells {
  open(cellId: string): Promise<OpenCell>;
  openAll(): Promise<OpenCell[]>;
  close(): void;
}

interface CellsOptions {
  readonly db: Db;
  /** Of the engine; AWS's own chain gives those of a cell of AWS. */
  readonly credentials: CellCredentials | undefined;
  readonly sources: PackageSources;
}

export function createCells({ db, credentials, sources }: CellsOptions): Cells {
  const opened = new Map<string, OpenCell & { readonly shape: string }>();
  const openRow = (cell: Cell): OpenCell => {
    const known = opened.get(cell.id);
    const shape = JSON.stringify([cell.endpoint, cell.subnetIds, cell.securityGroupIds]);
    if (known?.shape === shape) return known;
    known?.author.close();
    const author = createAuthor(cell, credentials);
    const fresh = { cellId: cell.id, author, runners: createRunnerFleet(author, sources), shape };
    opened.set(cell.id, fresh);
    return fresh;
  };
  return {
    open: async (id) => openRow(await db.operator.cell.findUniqueOrThrow({ where: { id } })),
    openAll: async () => (await db.operator.cell.findMany()).map(openRow),
    close() {
      for (const { author } of opened.values()) author.close();
    },
  };
}
