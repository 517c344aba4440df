import { normalise } from "./requirement-name.ts";

/** The Python that a function runs with, as it says itself. */
export interface PythonPlatform {
  /** `3.11.7`. */
  readonly version: string;
  /** `x86_64` or `aarch64`. */
  readonly machine: string;
  /** The C library's version, `2.36`; null where it is not glibc. */
  readonly glibc: string | null;
}

export interface WheelName {
  readonly project: string;
  readonly version: string;
  readonly tags: readonly { readonly python: string; readonly abi: string; readonly platform: string }[];
}

/** Takes a wheel's file name apart (PEP 427); null where it is none. */
export function parseWheelName(fileName: string): WheelName | null {
  if (!fileName.endsWith(".whl")) return null;
  const parts = fileName.slice(0, -".whl".length).split("-");
  if (parts.length < 5 || parts.length > 6) return null;
  const [project = "", version = ""] = parts;
  const [pythons = "", abis = "", platforms = ""] = parts.slice(-3);
  const tags = pythons
    .split(".")
    .flatMap((python) =>
      abis.split(".").flatMap((abi) => platforms.split(".").map((platform) => ({ python, abi, platform }))),
    );
  return { project: normalise(project), version: version.replaceAll("_", "-"), tags };
}

const manylinux: Readonly<Record<string, number>> = { "1": 5, "2010": 12, "2014": 17 };

/** The minor version of glibc 2 that a manylinux platform needs (PEP 600); null for any other platform or machine. */
function glibcOf(platform: string, machine: string): number | null {
  const found = /^manylinux(?:_2_(\d+)|(1|2010|2014))_(.+)$/.exec(platform);
  if (!found || found[3] !== machine) return null;
  return found[1] === undefined ? (manylinux[found[2] ?? ""] ?? null) : Number(found[1]);
}

function minorOf(python: string, prefix: "cp" | "py"): number | null {
  const found = /^(cp|py)3(\d*)$/.exec(python);
  if (found?.[1] !== prefix) return null;
  return found[2] === "" ? 0 : Number(found[2]);
}

/** Smaller is closer; null does not run. */
function languageRank(python: string, abi: string, minor: number): number | null {
  const own = minorOf(python, "cp");
  if (own !== null) {
    if (own === minor && abi === `cp3${minor}`) return 0;
    if (own <= minor && abi === "abi3") return 1;
    return own === minor && abi === "none" ? 2 : null;
  }
  const any = minorOf(python, "py");
  return any !== null && any <= minor && abi === "none" ? 3 : null;
}

/** How close a wheel is to a Python: the smaller the better; null where it does not run there without compiling. */
export function rankWheel(
  { tags }: Pick<WheelName, "tags">,
  { version, machine, glibc }: PythonPlatform,
): number | null {
  const minor = Number(version.split(".")[1]);
  const libc = glibc?.startsWith("2.") ? Number(glibc.slice(2)) : -1;
  const ranks = tags.flatMap(({ python, abi, platform }) => {
    const language = languageRank(python, abi, minor);
    const needs = platform === "any" ? -1 : glibcOf(platform, machine);
    if (language === null || needs === null || needs > libc) return [];
    return [language * 1000 + (platform === "any" ? 999 : 500 - needs)];
  });
  return ranks.length > 0 ? Math.min(...ranks) : null;
}
