import type { MembershipRole } from "@annex/contract";

/** Each role: its name, and what it may do. */
export const roleWords: Readonly<Record<MembershipRole, readonly [string, string]>> = {
  owner: ["Owner", "Everything, members and API clients included"],
  developer: ["Developer", "Functions, bindings and credentials"],
  viewer: ["Viewer", "Looks, changes nothing"],
};

export const roleOptions = (["viewer", "developer", "owner"] as const).map((role) => ({
  value: role,
  label: roleWords[role][0],
}));
