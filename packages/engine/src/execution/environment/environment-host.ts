import type { Cgroups } from "../cgroup/cgroups.ts";
import type { EgressGate } from "../egress/egress-gate.ts";
import type { Launcher } from "../sandbox/launcher.ts";
import type { Stages } from "../sandbox/stages.ts";
import type { LogAllowance } from "./log-allowance.ts";
import type { SparePlaces } from "./spare-places.ts";

/** What all execution environments of one engine share. */
export interface EnvironmentHost {
  /** The folder that holds a folder for each living environment. */
  readonly folder: string;
  readonly cgroups: Cgroups;
  readonly launcher: Launcher;
  /** Where environments are made in. */
  readonly places: SparePlaces;
  /** What the sandboxes of each language runtime are built from. */
  readonly stages: Stages;
  readonly seccompFile: string | undefined;
  /** False only when the operator allowed functions to run without any sandbox. */
  readonly confined: boolean;
  readonly root: boolean;
  /** User IDs of the host for sandboxes: one for each environment where the machine has them, else one for all. */
  readonly firstHostId: number;
  readonly hostIds: number;
  readonly egress: EgressGate;
  /** How long the init phase may take before it counts against the function's own timeout. */
  readonly initTimeoutMs: number;
  /** How long after an invocation an environment is frozen, unless the next one comes before; 0 at once. */
  readonly freezeAfterMs: number;
  /** What a function may still write to its log, by its name. */
  readonly logAllowance: (functionName: string) => LogAllowance;
}
