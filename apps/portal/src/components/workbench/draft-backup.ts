import { type DraftContent, draftContentSchema } from "@annex/contract";
import { z } from "zod";

const backupSchema = z.object({ content: draftContentSchema, revision: z.number().int() });
type Backup = z.infer<typeof backupSchema>;

/** What was typed and not saved yet, kept in the browser until the server has it. */
export interface DraftBackup {
  read(): Backup | null;
  /** Whether the browser kept it: its storage may be full or closed. */
  write(content: DraftContent, revision: number): boolean;
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
        return true;
      } catch {
        return false;
      }
    },
    clear: () => localStorage.removeItem(key),
  };
}
