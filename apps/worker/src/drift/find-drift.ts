import { readAlias, readVersion } from "@annex/aws";
import type { OpenCell } from "../cells/cells.ts";
import type { LiveFunction } from "./live-function.ts";

/** What Lambda has otherwise than the database says. */
export interface Drift {
  /** In words, for the audit trail. */
  readonly found: readonly string[];
  /** Releases whose published version is gone, or holds other code. */
  readonly lostReleases: readonly string[];
  readonly aliasMoved: boolean;
  /** Null where the function is not there. */
  readonly functionArn: string | null;
}

/** The live release and, while traffic shifts, the other one. */
export function servingReleases(row: LiveFunction): LiveFunction["liveRelease"][] {
  return row.canaryRelease ? [row.liveRelease, row.canaryRelease] : [row.liveRelease];
}

/** The shares that the alias shall have beside the live version. */
export function wantedWeights({ liveRelease, canaryRelease, canaryPercent }: LiveFunction): Record<string, number> {
  const version = canaryRelease?.lambdaVersion;
  return version && version !== liveRelease.lambdaVersion && canaryPercent > 0
    ? { [version]: canaryPercent / 100 }
    : {};
}

function sameWeights(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.every((key) => Math.abs((a[key] ?? 0) - (b[key] ?? 0)) < 0.0001);
}

/** Compares a function that serves with Lambda: its versions, their code, and where the alias points. */
export async function findDrift({ author }: OpenCell, row: LiveFunction): Promise<Drift> {
  const found: string[] = [];
  const lostReleases: string[] = [];
  let functionArn: string | null = null;
  for (const release of servingReleases(row)) {
    const version = release.lambdaVersion ?? "";
    const published = await readVersion(author, row.lambdaName, version);
    functionArn ??= published?.functionArn ?? null;
    if (published && (release.codeSha256 === null || published.codeSha256 === release.codeSha256)) continue;
    lostReleases.push(release.id);
    found.push(`version ${version} of release ${release.number} ${published ? "holds other code" : "is gone"}`);
  }
  const alias = await readAlias(author, row.lambdaName, "live");
  const right =
    alias?.version === row.liveRelease.lambdaVersion && sameWeights(alias?.weights ?? {}, wantedWeights(row));
  if (!right) found.push(alias ? `the alias pointed at version ${alias.version}` : "the alias was gone");
  return { found, lostReleases, aliasMoved: !right, functionArn };
}
