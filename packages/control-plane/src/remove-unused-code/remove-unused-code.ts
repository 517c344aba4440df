import type { Db } from "@annex/db";

/** A draft's zip that was replaced can be had back so long: by Undo, or by an open page that saves its draft. */
const keptHours = 24;

/**
 * Removes zips that no release, no draft and no test under way names any more: those of drafts that were given another
 * source, and of functions that are gone. Whoever stores or names one anew gives it a new `named_at` in the same
 * transaction, so that none is removed in between.
 * @returns how many.
 */
export async function removeUnusedCode({ operator }: Pick<Db, "operator">): Promise<number> {
  const before = new Date(Date.now() - keptHours * 3_600_000);
  return operator.$executeRaw`
    WITH old AS MATERIALIZED (
      SELECT tenant_id, sha256 FROM artifacts a
      WHERE named_at < ${before} AND NOT EXISTS (
        SELECT FROM releases r WHERE r.tenant_id = a.tenant_id AND r.artifact_sha256 = a.sha256)
    )
    DELETE FROM artifacts a USING old
    WHERE a.tenant_id = old.tenant_id AND a.sha256 = old.sha256 AND a.named_at < ${before}
      AND NOT EXISTS (
        SELECT FROM releases r WHERE r.tenant_id = a.tenant_id AND r.artifact_sha256 IS NULL
          AND r.content #>> '{source,artifactSha256}' = a.sha256)
      AND NOT EXISTS (
        SELECT FROM drafts d WHERE d.tenant_id = a.tenant_id
          AND d.content #>> '{source,artifactSha256}' = a.sha256)
      AND NOT EXISTS (
        SELECT FROM test_runs t WHERE t.tenant_id = a.tenant_id AND t.state <> 'done'
          AND t.content #>> '{source,artifactSha256}' = a.sha256)`;
}
