import type { CellTarget } from "../cell-target.ts";

/** A cell as its invoker needs it. */
export interface InvokeCell extends CellTarget {
  readonly id: string;
  readonly accountId: string;
  readonly invokeRoleArn: string;
  readonly externalId: string;
}

/** Whose functions a session may reach: `annex-<key>-*`. */
export interface InvokeTenant {
  readonly id: string;
  readonly key: string;
}
