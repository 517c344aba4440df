import { type DraftContent, draftContentSchema } from "@annex/contract";
import { z } from "zod";

const backupSchema = z.object({ content: draftContentSchema, revision: z.number().int() });
type Backup = z.infer<typeof backupSchema>;

/** What was typed and not saved yet, kept in the browser until the server has it. */
export interface DraftBackup {
  read(): Backup | null;
  write(content: DraftContent, revision: number): void;
  clear(): void;
}

export function draftBackup(tenant: string, functionName: string): DraftBackup {
  const key = `annex-draft:${tenant}:${functionName}`;
  return {
    read() {
      try {
        return backupSchema.parse(JSON.parse(localStorage.getItem(key) ?? "null"));
      } catch {
        return null;
      }
    },
    write(content, revision) {
      try {
        localStorage.setItem(key, JSON.stringify({ content, revision }));
      } catch {
        // the browser's storage is full or closed: the server's copy is the one that counts
      }
    },
    clear: () => localStorage.removeItem(key),
  };
}
