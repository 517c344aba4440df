import { type Draft, type DraftContent, draftContentSchema, draftSchema, portalRoutes } from "@annex/contract";
import type { Api } from "../../client/api";
import { ApiError } from "../../client/api-error";
import type { DraftBackup } from "./draft-backup";

export type SaveState = "saved" | "unsaved" | "saving" | "refused" | "offline" | "conflict";

export interface DraftSnapshot {
  readonly content: DraftContent;
  readonly revision: number;
  readonly save: SaveState;
  /** Why it is not saved, where `save` is `refused` or `offline`. */
  readonly problem: string | null;
  readonly updatedAt: string;
  /** Whether what is on screen came back from the browser's own copy. */
  readonly restored: boolean;
}

interface Options {
  readonly api: Api;
  readonly functionName: string;
  readonly draft: Draft;
  readonly backup: DraftBackup;
  readonly autosaveMs?: number;
}

/**
 * The draft on screen. Edits are kept in the browser at once and saved shortly after; saves follow each other, and a
 * newer draft in the database is a conflict that a person decides.
 */
export class DraftStore {
  readonly #options: Options;
  readonly #listeners = new Set<() => void>();
  #snapshot: DraftSnapshot;
  #saved: DraftContent;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
    const { content, revision, updatedAt } = options.draft;
    this.#saved = content;
    this.#snapshot = { content, revision, updatedAt, save: "saved", problem: null, restored: false };
    const backup = options.backup.read();
    if (backup && JSON.stringify(backup.content) !== JSON.stringify(content)) {
      const save = backup.revision === revision ? "unsaved" : "conflict";
      this.#snapshot = { ...this.#snapshot, content: backup.content, save, restored: true };
      if (save === "unsaved") this.#schedule();
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): DraftSnapshot => this.#snapshot;

  edit = (change: (content: DraftContent) => DraftContent): void => {
    const content = change(this.#snapshot.content);
    if (content === this.#snapshot.content) return;
    this.#options.backup.write(content, this.#snapshot.revision);
    this.#set({ content, save: this.#snapshot.save === "conflict" ? "conflict" : "unsaved" });
    if (this.#snapshot.save === "unsaved") this.#schedule();
  };

  /** Saves what is unsaved and waits for it. Resolves to the revision; throws what the server said. */
  flush = async (): Promise<number> => {
    clearTimeout(this.#timer);
    await this.#saving;
    if (this.#snapshot.content !== this.#saved) await this.#enqueueSave();
    const { save, problem, revision } = this.#snapshot;
    if (save !== "saved") throw new ApiError(problem ?? "The draft could not be saved.", null);
    return revision;
  };

  /** After a conflict: takes the newer draft, or writes this one over it. */
  resolve = async (keep: "mine" | "theirs"): Promise<void> => {
    const { api, functionName, backup } = this.#options;
    const newer = await api.get(portalRoutes.draft(functionName), draftSchema);
    if (keep === "theirs") {
      backup.clear();
      this.adopt(newer);
      return;
    }
    this.#set({ revision: newer.revision, save: "unsaved" });
    await this.#enqueueSave();
  };

  /** Takes a draft that the server made, such as after an upload. */
  adopt = (draft: Draft): void => {
    clearTimeout(this.#timer);
    const { content, revision, updatedAt } = draft;
    this.#saved = content;
    this.#set({ content, revision, updatedAt, save: "saved", problem: null, restored: false });
  };

  #set(change: Partial<DraftSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#enqueueSave(), this.#options.autosaveMs ?? 700);
  }

  #enqueueSave(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save());
    return this.#saving;
  }

  async #save(): Promise<void> {
    const { api, functionName, backup } = this.#options;
    const { content, revision } = this.#snapshot;
    const parsed = draftContentSchema.safeParse(content);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return this.#set({
        save: "refused",
        problem: issue ? `${issue.path.join(".")}: ${issue.message}` : "Not valid yet.",
      });
    }
    this.#set({ save: "saving", problem: null });
    try {
      const draft = await api.send("PUT", portalRoutes.draft(functionName), draftSchema, { content, revision });
      this.#saved = content;
      const current = this.#snapshot.content === content;
      this.#set({
        revision: draft.revision,
        updatedAt: draft.updatedAt,
        save: current ? "saved" : "unsaved",
        restored: false,
      });
      if (current) backup.clear();
      else this.#schedule();
    } catch (error) {
      this.#set(this.#failure(error));
    }
  }

  #failure(error: unknown): Partial<DraftSnapshot> {
    const problem = error instanceof Error ? error.message : "The draft could not be saved.";
    if (!(error instanceof ApiError)) return { save: "refused", problem };
    if (error.problem?.code === "conflict") return { save: "conflict", problem };
    if (!error.lostConnection) return { save: "refused", problem };
    this.#timer = setTimeout(() => void this.#enqueueSave(), 5000);
    return { save: "offline", problem };
  }
}
