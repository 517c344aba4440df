import type { Tx } from "@annex/db";
import { z } from "zod";

const rowSchema = z.object({ credential: z.string(), functionName: z.string() });

/** Names of the functions whose draft or live release maps a credential to a parameter, by the credential's name. */
export async function credentialUsers(tx: Pick<Tx, "$queryRaw">): Promise<Map<string, string[]>> {
  // in the database: a draft's content holds all of its source, which nobody needs here
  const rows = await tx.$queryRaw`
    SELECT DISTINCT parameter #>> '{source,credential}' AS "credential", f.name AS "functionName"
    FROM functions f
    LEFT JOIN drafts d ON d.function_id = f.id
    LEFT JOIN releases r ON r.id = f.live_release_id
    CROSS JOIN LATERAL (VALUES (d.content), (r.content)) AS written(content)
    CROSS JOIN LATERAL jsonb_array_elements(written.content #> '{mapping,parameters}') AS parameter
    WHERE f.deleted_at IS NULL AND parameter #>> '{source,kind}' = 'credential'
    ORDER BY f.name`;
  const users = new Map<string, string[]>();
  for (const { credential, functionName } of z.array(rowSchema).parse(rows))
    users.set(credential, [...(users.get(credential) ?? []), functionName]);
  return users;
}
