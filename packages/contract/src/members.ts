import { z } from "zod";

export const membershipRoleSchema = z.enum(["owner", "developer", "viewer"]);
export type MembershipRole = z.infer<typeof membershipRoleSchema>;

export const memberSchema = z.object({
  /** Of the person, in every tenant the same. */
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: membershipRoleSchema,
  since: z.string(),
});
export type Member = z.infer<typeof memberSchema>;
