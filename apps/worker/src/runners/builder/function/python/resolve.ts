import type { Package, PackageLock } from "@annex/contract";
import { explain, satisfies } from "@renovatebot/pep440";
import { PackageProblem } from "../package-problem.ts";
import type { MarkerVariables } from "./marker.ts";
import { type Candidate, type PackageIndex, versionKey } from "./package-index.ts";
import { parseRequirement, type Requirement } from "./requirement.ts";
import type { PythonPlatform } from "./wheel-name.ts";

/** A requirement, and who has it: `requests 2.32.3`, or nobody where the function itself lists it. */
interface Need extends Pick<Requirement, "name" | "extras" | "specifier"> {
  readonly by: string | null;
}

interface Chosen {
  readonly candidate: Candidate;
  readonly extras: ReadonlySet<string>;
}

/** A choice of versions as far as it has come. */
interface State {
  readonly chosen: ReadonlyMap<string, Chosen>;
  /** Those that were looked at, by name. */
  readonly met: readonly Need[];
  readonly open: readonly Need[];
}

/** Candidates that are tried before it is given up: real sets of packages take less than a hundred. */
const mostTries = 600;

function variablesOf({ version, machine }: PythonPlatform, extra: string): MarkerVariables {
  return {
    ...{ python_version: version.split(".").slice(0, 2).join("."), python_full_version: version },
    ...{ os_name: "posix", sys_platform: "linux", platform_system: "Linux", platform_machine: machine },
    ...{ platform_python_implementation: "CPython", implementation_name: "cpython", implementation_version: version },
    ...{ platform_release: "", platform_version: "", extra },
  };
}

const whose = ({ by, specifier }: Need) =>
  by === null ? `the function lists ${specifier.slice(2)}` : `${by} needs ${specifier || "any version"}`;

/** Pre-releases only where they are asked for, or there is nothing else. */
function fitting(candidates: readonly Candidate[], needs: readonly Need[]): Candidate[] {
  const fits = (prereleases: boolean) =>
    candidates.filter(({ version }) =>
      needs.every(({ specifier }) =>
        specifier === ""
          ? prereleases || !explain(version)?.is_prerelease
          : satisfies(version, specifier, { prereleases }),
      ),
    );
  const isPinned = needs.some(({ specifier }) => /^={2,3}[^*]+$/.test(specifier));
  const finals = fits(false);
  const found = finals.length > 0 && !isPinned ? finals : fits(true);
  // a yanked version is for those who name it (PEP 592)
  return found.filter(({ file }) => !file.yanked || isPinned);
}

/**
 * Chooses a version for everything that packages need, the one that is kept or else the newest that all of them take, and tries others where that
 * leads nowhere: what it answers satisfies every requirement, and what it refuses has no answer (or takes too long).
 * @throws PackageProblem that names the package and why.
 */
export class Resolver {
  readonly #index: PackageIndex;
  readonly #python: PythonPlatform;
  readonly #kept: PackageLock;
  #tries = 0;
  /** The refusal that lay deepest: what stands most in the way. */
  #refusal: { readonly depth: number; readonly message: string } | null = null;

  constructor(index: PackageIndex, python: PythonPlatform, kept: PackageLock = {}) {
    this.#index = index;
    this.#python = python;
    this.#kept = kept;
  }

  /** Sorted by name. */
  async resolve(packages: readonly Package[]): Promise<Candidate[]> {
    const open = packages.map(({ name, version }): Need => {
      const { name: project, extras } = parseRequirement(name);
      return { name: project, extras, specifier: `==${version}`, by: null };
    });
    const found = await this.#solve({ chosen: new Map(), met: [], open });
    if (!found) throw new PackageProblem(this.#refusal?.message ?? "These packages do not go together.");
    return [...found.values()].map(({ candidate }) => candidate).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async #solve({ chosen, met, open }: State): Promise<State["chosen"] | null> {
    const [need, ...rest] = open;
    if (!need) return chosen;
    const known = chosen.get(need.name);
    const state = { chosen, met: [...met, need], open: rest };
    return known ? this.#again(state, need, known) : this.#choose(state, need);
  }

  /** One that was chosen before has to fit this need too, and bring what further extras need. */
  async #again(state: State, need: Need, { candidate, extras }: Chosen): Promise<State["chosen"] | null> {
    const pinned = { ...need, specifier: need.specifier };
    if (fitting([candidate], [pinned, this.#own(candidate)]).length === 0) return this.#refuse(state, need);
    const more = need.extras.filter((extra) => !extras.has(extra));
    if (more.length === 0) return this.#solve(state);
    const wider = await this.#with(state, { candidate, extras: new Set([...extras, ...more]) }, more);
    return wider && this.#solve(wider);
  }

  /** A need for exactly what was chosen: it lets a pre-release that was asked for by another stay. */
  #own({ name, version }: Candidate): Need {
    return { name, extras: [], specifier: `==${version}`, by: null };
  }

  async #choose(state: State, need: Need): Promise<State["chosen"] | null> {
    // every need that is known by now, so that a version which cannot stay is not tried
    const needs = [...state.met, ...state.open].filter(({ name }) => name === need.name);
    const project = await this.#index.project(need.name);
    const able = fitting(project?.candidates ?? [], needs);
    if (able.length === 0) return this.#refuse(state, need);
    for (const candidate of this.#keptFirst(able)) {
      this.#tries += 1;
      if (this.#tries > mostTries)
        throw new PackageProblem(
          `No versions that go together were found for ${need.name} in ${mostTries} tries. List it in an exact version.`,
        );
      const extras = new Set(need.extras);
      const next = await this.#with(state, { candidate, extras }, ["", ...extras]);
      const found = next && (await this.#solve(next));
      if (found) return found;
    }
    return null;
  }

  #keptFirst(able: readonly Candidate[]): Candidate[] {
    const isKept = ({ name, version }: Candidate) => {
      const [kept] = (this.#kept[name] ?? "").split(" ");
      return !!kept && versionKey(kept) === versionKey(version);
    };
    return [...able.filter(isKept), ...able.filter((candidate) => !isKept(candidate))];
  }

  /** The state with a choice, and what the choice needs for these extras; an empty one stands for what it always needs. */
  async #with(state: State, chosen: Chosen, extras: readonly string[]): Promise<State | null> {
    const { candidate } = chosen;
    const by = `${candidate.name} ${candidate.version}`;
    const needs = await this.#index.needs(candidate);
    if (!needs) return this.#refuse(state, { name: candidate.name, extras: [], specifier: "", by: null });
    const open = needs.flatMap((text): Need[] => {
      try {
        const { name, extras: wanted, specifier, applies } = parseRequirement(text);
        if (!extras.some((extra) => applies(variablesOf(this.#python, extra)))) return [];
        return [{ name, extras: wanted, specifier, by }];
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new PackageProblem(`What ${by} needs cannot be resolved: ${why}. Choose another version of it.`);
      }
    });
    return {
      chosen: new Map(state.chosen).set(candidate.name, chosen),
      met: state.met,
      open: [...state.open, ...open],
    };
  }

  async #refuse({ chosen, met, open }: State, need: Need): Promise<null> {
    const { name } = need;
    const depth = chosen.size;
    if (this.#refusal && this.#refusal.depth >= depth) return null;
    const needs = [...met, ...open].filter((other) => other.name === name);
    this.#refusal = { depth, message: await this.#explain(name, needs) };
    return null;
  }

  async #explain(name: string, needs: readonly Need[]): Promise<string> {
    const project = await this.#index.project(name);
    const [first] = needs;
    if (!project) return `${name} does not exist in the package index${first?.by ? `, and ${first.by} needs it` : ""}.`;
    const { candidates, unfit } = project;
    const { version, machine } = this.#python;
    const python = `Python ${version.split(".").slice(0, 2).join(".")} on Linux ${machine}`;
    const wanted = [...new Set(needs.map(whose))].join(", and ");
    const asUnfit = [...unfit].find((known) =>
      needs.every(({ specifier }) => specifier === "" || satisfies(known, specifier, { prereleases: true })),
    );
    if (asUnfit !== undefined)
      return `${name} ${asUnfit} has no wheel that runs without compiling for ${python} (${wanted}). Choose another version, or upload a zip that holds it.`;
    const exact = needs.length === 1 && first?.by === null ? first.specifier.slice(2) : null;
    if (exact !== null && !candidates.some((known) => versionKey(known.version) === versionKey(exact)))
      return `${name} ${exact} does not exist: the package has no such version.`;
    return `No version of ${name} is right for all: ${wanted}. Change the version of a package that needs it.`;
  }
}
