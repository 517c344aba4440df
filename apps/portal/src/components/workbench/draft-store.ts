import { type Draft, type DraftContent, draftContentSchema, draftSchema, portalRoutes } from "@annex/contract";
import type { Api } from "../../client/api";
import { ApiError } from "../../client/api-error";
import type { DraftBackup } from "./draft-backup";

export type SaveState = "saved" | "unsaved" | "saving" | "refused" | "offline" | "signed_out" | "conflict";

export interface DraftSnapshot {
  readonly content: DraftContent;
  readonly revision: number;
  readonly save: SaveState;
  /** Why it is not saved, where `save` is `refused`, `offline` or `signed_out`. */
  readonly problem: string | null;
  readonly updatedAt: string;
  /** Whether what is on screen came back from the browser's own copy. */
  readonly restored: boolean;
  /** Whether the browser keeps what is not saved yet. */
  readonly kept: boolean;
}

interface Options {
  readonly api: Api;
  readonly functionName: string;
  readonly draft: Draft;
  readonly backup: DraftBackup;
  readonly autosaveMs?: number;
  /** Between tries while there is no connection or no session. */
  readonly retryMs?: number;
}

/**
 * The draft on screen. Edits are kept in the browser at once and saved shortly after; saves follow each other, and a
 * newer draft in the database is a conflict that a person decides.
 */
export class DraftStore {
  readonly #options: Options;
  /** What this window and the newer draft of a conflict both started from; null where a backup came from before. */
  #base: DraftContent | null;
  readonly #listeners = new Set<() => void>();
  #snapshot: DraftSnapshot;
  readonly #served: DraftSnapshot;
  #saved: DraftContent;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
    const { content, revision, updatedAt } = options.draft;
    this.#saved = content;
    this.#base = content;
    this.#snapshot = { content, revision, updatedAt, save: "saved", problem: null, restored: false, kept: true };
    this.#served = this.#snapshot;
    const backup = options.backup.read();
    if (backup && JSON.stringify(backup.content) !== JSON.stringify(content)) {
      const save = backup.revision === revision ? "unsaved" : "conflict";
      if (save === "conflict") this.#base = null;
      this.#snapshot = { ...this.#snapshot, content: backup.content, save, restored: true };
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    // what was restored is saved by the store that is on screen: React may have made another one and dropped it
    if (this.#snapshot.restored && this.#snapshot.save === "unsaved" && this.#timer === undefined) this.#schedule();
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): DraftSnapshot => this.#snapshot;

  /** As the server knows it, which sees no browser's own copy. */
  served = (): DraftSnapshot => this.#served;

  edit = (change: (content: DraftContent) => DraftContent): void => {
    const content = change(this.#snapshot.content);
    if (content === this.#snapshot.content) return;
    const kept = this.#options.backup.write(content, this.#snapshot.revision);
    this.#set({ content, kept, save: this.#snapshot.save === "conflict" ? "conflict" : "unsaved" });
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

  /** What both sides of a conflict started from, where that is known. */
  base = (): DraftContent | null => this.#base;

  /** After a conflict: writes `content`, made from both, over the newer draft of that revision. */
  resolveWith = async (content: DraftContent, revision: number): Promise<void> => {
    const kept = this.#options.backup.write(content, revision);
    this.#set({ content, revision, kept, save: "unsaved" });
    await this.#enqueueSave();
    const { save, problem } = this.#snapshot;
    if (save !== "saved" && save !== "unsaved") throw new ApiError(problem ?? "The draft could not be saved.", null);
  };

  /** A draft that was read anew: taken where nothing is unsaved here. Whether it was taken. */
  refresh = (draft: Draft): boolean => {
    const { save, revision } = this.#snapshot;
    if (save !== "saved" || draft.revision <= revision) return false;
    this.adopt(draft);
    return true;
  };

  /** After a conflict: takes the newer draft, or writes this one over it. */
  resolve = async (keep: "mine" | "theirs"): Promise<void> => {
    const { api, functionName, backup } = this.#options;
    const newer = await api.get(portalRoutes.draft(functionName), draftSchema);
    if (keep === "mine") return this.resolveWith(this.#snapshot.content, newer.revision);
    backup.clear();
    this.adopt(newer);
  };

  /** Takes a draft that the server made, such as after an upload. */
  adopt = (draft: Draft): void => {
    clearTimeout(this.#timer);
    const { content, revision, updatedAt } = draft;
    this.#saved = content;
    this.#base = content;
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
      this.#base = content;
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
      if (await this.#isThereAlready(error, content)) return;
      this.#set(this.#failure(error));
    }
  }

  /** Two windows that restore one copy save the same: whoever comes second finds it done, which is no conflict. */
  async #isThereAlready(error: unknown, content: DraftContent): Promise<boolean> {
    if (!(error instanceof ApiError) || error.problem?.code !== "conflict") return false;
    const { api, functionName, backup } = this.#options;
    const newer = await api.get(portalRoutes.draft(functionName), draftSchema).catch(() => null);
    if (!newer || JSON.stringify(newer.content) !== JSON.stringify(content)) return false;
    const { revision, updatedAt } = newer;
    this.#saved = content;
    this.#base = content;
    const current = this.#snapshot.content === content;
    this.#set({ revision, updatedAt, save: current ? "saved" : "unsaved", problem: null, restored: false });
    if (current) backup.clear();
    else this.#schedule();
    return true;
  }

  #failure(error: unknown): Partial<DraftSnapshot> {
    const problem = error instanceof Error ? error.message : "The draft could not be saved.";
    if (!(error instanceof ApiError)) return { save: "refused", problem };
    if (error.problem?.code === "conflict") return { save: "conflict", problem };
    const signedOut = error.problem?.code === "unauthenticated";
    if (!error.lostConnection && !signedOut) return { save: "refused", problem };
    this.#timer = setTimeout(() => void this.#enqueueSave(), this.#options.retryMs ?? 5000);
    return { save: signedOut ? "signed_out" : "offline", problem };
  }
}
