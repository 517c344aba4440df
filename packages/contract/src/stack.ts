import { z } from "zod";

/** `.annex/stack.json`: the running stack, described for tools, tests and people. */
export const stackSchema = z.object({
  portal: z.url(),
  dataPlane: z.url(),
  identity: z.url(),
  engine: z.url(),
  database: z.string(),
  region: z.string(),
  engineCredentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  users: z.array(
    z.object({ email: z.string(), password: z.string(), role: z.string(), tenant: z.string().nullable() }),
  ),
  apiClients: z.array(z.object({ tenant: z.string(), clientId: z.string(), clientSecret: z.string() })),
});
export type Stack = z.infer<typeof stackSchema>;
