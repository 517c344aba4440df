import { clientKeySchema } from "@annex/contract";
import type { ApiClient, Db } from "@annex/db";
import { type Adapter, type AdapterPayload, errors } from "oidc-provider";
import { z } from "zod";

const payloadSchema = z.custom<AdapterPayload>((value) => typeof value === "object" && value !== null);

/** The secret before the last rotation, while its overlap lasts. */
function previousHash({ previousSecretHash, previousSecretUntil }: ApiClient): string[] {
  const isGood = previousSecretHash !== null && previousSecretUntil !== null && previousSecretUntil > new Date();
  return isGood ? [previousSecretHash] : [];
}

/** How a client proves itself: by its secret, or by the keys that are good now. */
function authenticationOf(row: ApiClient): AdapterPayload {
  const now = new Date().toISOString();
  const keys = z.array(clientKeySchema).parse(row.publicKeys);
  if (keys.length === 0) return { client_secret: [row.secretHash, ...previousHash(row)].join(" ") };
  const good = keys.filter(({ until }) => until === null || until > now);
  return { token_endpoint_auth_method: "private_key_jwt", jwks: { keys: good.map(({ jwk }) => jwk) } };
}

/** Clients are the tenants' API clients; a revoked one is gone with its next request. */
async function findClient(db: Db, clientId: string): Promise<AdapterPayload | undefined> {
  const row = await db.operator.apiClient.findUnique({ where: { clientId } });
  if (!row || row.revokedAt) return undefined;
  return {
    client_id: row.clientId,
    ...authenticationOf(row),
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
    granted_scope: row.scopes.join(" "),
    tenant_id: row.tenantId,
  };
}

/** oidc-provider's storage in PostgreSQL. */
export class DatabaseAdapter implements Adapter {
  readonly #db: Db;
  readonly #model: string;

  constructor(db: Db, model: string) {
    this.#db = db;
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const expiresAt = expiresIn === undefined ? null : new Date(Date.now() + expiresIn * 1000);
    const data = { payload: JSON.parse(JSON.stringify(payload)), grantId: payload.grantId ?? null, expiresAt };
    const model = this.#model;
    if (model === "ReplayDetection") {
      // oidc-provider looks first and writes then: of two at the same moment both would find nothing
      const { count } = await this.#db.operator.oidcPayload.createMany({
        data: [{ model, id, ...data }],
        skipDuplicates: true,
      });
      if (count === 0) throw new errors.InvalidClientAuth("client assertion tokens must only be used once");
      return;
    }
    await this.#db.operator.oidcPayload.upsert({
      where: { model_id: { model, id } },
      create: { model, id, ...data },
      update: data,
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.#model === "Client") return findClient(this.#db, id);
    const row = await this.#db.operator.oidcPayload.findUnique({ where: { model_id: { model: this.#model, id } } });
    if (!row || (row.expiresAt && row.expiresAt < new Date())) return undefined;
    return payloadSchema.parse(row.payload);
  }

  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}

  async consume(id: string): Promise<void> {
    const found = await this.find(id);
    if (found) await this.upsert(id, { ...found, consumed: Math.floor(Date.now() / 1000) });
  }

  async destroy(id: string): Promise<void> {
    await this.#db.operator.oidcPayload.deleteMany({ where: { model: this.#model, id } });
  }

  /** Removes what has expired, of every model. */
  static async removeExpired(db: Db): Promise<void> {
    await db.operator.oidcPayload.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#db.operator.oidcPayload.deleteMany({ where: { grantId } });
  }
}
