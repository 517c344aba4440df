import { createHash, randomBytes } from "node:crypto";
import { type MasterKey, parseMasterKey } from "@annex/envelope";
import { type FreshDatabase, freshDatabase, listenLocally, seedTenant } from "@annex/testing";
import { z } from "zod";
import { createIdentity, type IdentityOptions } from "../src/create-identity.ts";

export const issuer = "http://127.0.0.1:3002";
export const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

export const hashOf = (secret: string) => createHash("sha256").update(secret).digest("base64url");

const answerSchema = z.object({
  access_token: z.string().default(""),
  token_type: z.string().optional(),
  expires_in: z.number().optional(),
  scope: z.string().optional(),
  error: z.string().optional(),
});
type Answer = z.infer<typeof answerSchema>;

export interface IdentityNode {
  readonly url: string;
  close(): Promise<void>;
}

export interface TestIdentity extends IdentityNode {
  readonly fresh: FreshDatabase;
  readonly masterKey: MasterKey;
  readonly tenantId: string;
  /** Of the tenant's client `acme-backend`, which has the scopes `invocations:write` and `records:read`. */
  readonly secret: string;
  /** One more node on the same database. */
  startNode(options?: Partial<IdentityOptions>): Promise<IdentityNode>;
  /** Sends the fields of a request for client credentials. */
  post(fields: Record<string, string>, headers?: Record<string, string>): Promise<{ response: Response; body: Answer }>;
  /** The same by HTTP Basic, of `acme-backend` with its secret where nothing else is said. */
  ask(fields?: Record<string, string>, client?: { id?: string; secret?: string }): Promise<Answer & { status: number }>;
}

/** Identity on a database of the test file's own, with one tenant and a client of it. */
export async function startIdentity(options: Partial<IdentityOptions> = {}): Promise<TestIdentity> {
  const fresh = await freshDatabase();
  const { id: tenantId } = await seedTenant(fresh.db, "acme");
  const secret = randomBytes(32).toString("base64url");
  const scopes = ["invocations:write", "records:read"];
  const client = { tenantId, clientId: "acme-backend", name: "backend", scopes };
  await fresh.db.operator.apiClient.create({ data: { ...client, secretHash: hashOf(secret) } });
  const masterKey = parseMasterKey(randomBytes(32).toString("base64"));

  const startNode = async (more: Partial<IdentityOptions> = {}): Promise<IdentityNode> => {
    const own = { issuer, operatorUrl: fresh.operatorUrl, masterKey, ...options, ...more };
    const identity = await createIdentity(own);
    return { url: `http://127.0.0.1:${await listenLocally(identity.server)}`, close: () => identity.close() };
  };
  const node = await startNode();
  const post: TestIdentity["post"] = async (fields, headers = {}) => {
    const body = new URLSearchParams({ grant_type: "client_credentials", ...fields });
    const response = await fetch(`${node.url}/token`, { method: "POST", headers, body });
    return { response, body: answerSchema.parse(await response.json()) };
  };
  return {
    ...{ fresh, masterKey, tenantId, secret, startNode, post, url: node.url },
    async ask(fields = {}, known = {}) {
      const pair = `${known.id ?? "acme-backend"}:${known.secret ?? secret}`;
      const authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
      const { response, body } = await post(fields, { authorization });
      return { status: response.status, ...body };
    },
    async close() {
      await node.close();
      await fresh.dispose();
    },
  };
}
