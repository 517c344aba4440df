import fetch from "make-fetch-happen";
import { PackageProblem } from "../package-problem.ts";

interface Wanted {
  /** What it is, for the one who reads that it could not be had. */
  readonly what: string;
  readonly ca: string | null;
  readonly mostBytes: number;
  readonly accept?: string;
}

export interface Fetched {
  /** After redirects. */
  readonly url: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

const mb = (bytes: number) => `${Math.floor(bytes / 1_048_576)} MB`;

async function open(url: string, { what, ca, accept }: Wanted) {
  try {
    return await fetch(url, {
      headers: accept ? { accept } : {},
      retry: { retries: 2, minTimeout: 200 },
      timeout: 30_000,
      ...(ca ? { ca } : {}),
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const host = new URL(url).host;
    const unknown = code === "ENOTFOUND" || code === "EAI_AGAIN";
    const why = unknown ? `the builder may not reach ${host}; an operator can allow it` : code || String(error);
    throw new PackageProblem(`The package index did not give ${what}: ${why}.`);
  }
}

/** What an address answers; null where there is nothing. @throws PackageProblem in words. */
export async function fetchBytes(url: string, wanted: Wanted): Promise<Fetched | null> {
  const { what, mostBytes } = wanted;
  const answer = await open(url, wanted);
  if (answer.status === 404) return null;
  if (answer.status !== 200)
    throw new PackageProblem(
      `The package index did not give ${what} (status ${answer.status}). Try again in a moment.`,
    );
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer.body) {
    length += chunk.length;
    if (length > mostBytes) throw new PackageProblem(`${what} has more than ${mb(mostBytes)}: that is too much.`);
    chunks.push(chunk);
  }
  return { url: answer.url, contentType: answer.headers.get("content-type") ?? "", bytes: Buffer.concat(chunks) };
}
