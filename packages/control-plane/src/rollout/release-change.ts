import type { DraftContent } from "@annex/contract";

/** What a roll-out changes of a function's live release to make the next one. */
export interface ReleaseChange {
  /** The content with the change; null where it has it already. */
  change(content: DraftContent): DraftContent | null;
  /** Why a function that has it already is skipped. */
  readonly already: string;
  /** Of the release. */
  message(before: DraftContent): string;
  /** What was built is taken over, so that nothing else changes; else the code is built anew. */
  readonly keepsArtifact: boolean;
  /** The version that a layer gets. */
  readonly layer: { readonly id: string; readonly versionId: string } | null;
  /** Whether a tenant may keep a function from it. */
  readonly mayBeKept: boolean;
  /** Of the tenant's audit trail. */
  readonly action: string;
  detail(before: DraftContent): Readonly<Record<string, unknown>>;
  /** Of the platform's audit trail: what is rolled out. */
  readonly target: string;
}
