import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type CellConfig, policySchema } from "../cell/cell-config.ts";
import { AwsError } from "../http/aws-error.ts";
import type { Principal } from "../iam/principal.ts";
import type { Store } from "../store/store.ts";

const sessionSchema = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
  roleName: z.string(),
  roleId: z.string(),
  sessionName: z.string(),
  policy: policySchema.optional(),
  tags: z.record(z.string(), z.string()),
  transitiveTags: z.array(z.string()).default([]),
  expiresAt: z.number(),
});
export type Session = z.infer<typeof sessionSchema>;

const sweepMs = 60_000;
const rememberMs = 3_600_000;

interface NewSession {
  readonly roleName: string;
  readonly sessionName: string;
  readonly policy?: Session["policy"];
  readonly tags: Record<string, string>;
  readonly transitiveTags?: readonly string[];
  readonly durationSeconds: number;
}

export interface Identity {
  readonly secretAccessKey: string;
  readonly principal: Principal;
}

/** Long-lived users and temporary sessions, by access key. Sessions outlive a restart of the engine. */
export class Sessions {
  readonly #config: CellConfig;
  readonly #store: Store;
  readonly #sessions = new Map<string, Session>();
  readonly #users = new Map<string, Identity>();
  readonly #identities = new WeakMap<Session, Identity>();
  #nextSweep = 0;

  constructor(config: CellConfig, store: Store, now: number) {
    this.#config = config;
    this.#store = store;
    for (const { name, accessKeyId, secretAccessKey, policy } of config.users) {
      const arn = `arn:aws:iam::${config.accountId}:user/${name}`;
      this.#users.set(accessKeyId, {
        secretAccessKey,
        principal: { arn, userId: accessKeyId, identityPolicy: policy, tags: {} },
      });
    }
    for (const text of store.all("session")) {
      const session = sessionSchema.parse(JSON.parse(text));
      if (session.expiresAt + rememberMs > now) this.#sessions.set(session.accessKeyId, session);
      else store.remove("session", session.accessKeyId);
    }
  }

  /** Mints temporary credentials. `durable` false for an execution environment's own, which die with the engine. */
  create(wanted: NewSession, now: number, durable = true): Session {
    const session: Session = {
      accessKeyId: `ASIA${randomBytes(8).toString("hex").toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString("base64url"),
      sessionToken: randomBytes(96).toString("base64"),
      roleName: wanted.roleName,
      roleId: `AROA${randomBytes(8).toString("hex").toUpperCase()}`,
      sessionName: wanted.sessionName,
      ...(wanted.policy ? { policy: wanted.policy } : {}),
      tags: wanted.tags,
      transitiveTags: [...(wanted.transitiveTags ?? [])],
      expiresAt: now + wanted.durationSeconds * 1000,
    };
    this.#forgetExpired(now);
    if (durable) this.#store.put("session", session.accessKeyId, session);
    this.#sessions.set(session.accessKeyId, session);
    return session;
  }

  /** An expired session is told as such for an hour more, then it is as if it had never been. */
  #forgetExpired(now: number): void {
    if (now < this.#nextSweep) return;
    this.#nextSweep = now + sweepMs;
    for (const [key, { expiresAt }] of this.#sessions) {
      if (expiresAt + rememberMs > now) continue;
      this.#store.remove("session", key);
      this.#sessions.delete(key);
    }
  }

  /** Who an access key and its token stand for. @throws AwsError for an unknown key, a wrong token, an expired session. */
  identify(accessKeyId: string, token: string | undefined, now: number): Identity {
    const user = this.#users.get(accessKeyId);
    if (user) return user;
    const session = this.#sessions.get(accessKeyId);
    const identity = session && this.#identityOf(session);
    if (!identity || session.sessionToken !== token) {
      throw new AwsError("UnrecognizedClientException", 403, "The security token included in the request is invalid.");
    }
    if (session.expiresAt <= now) {
      throw new AwsError("ExpiredTokenException", 403, "The security token included in the request is expired");
    }
    return identity;
  }

  /** The same object for all requests of a session; undefined where its role is gone. */
  #identityOf(session: Session): Identity | undefined {
    const known = this.#identities.get(session);
    if (known) return known;
    const { accountId, roles } = this.#config;
    const role = roles.find(({ name }) => name === session.roleName);
    if (!role) return undefined;
    const identity = {
      secretAccessKey: session.secretAccessKey,
      principal: {
        arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${session.sessionName}`,
        userId: `${session.roleId}:${session.sessionName}`,
        roleArn: `arn:aws:iam::${accountId}:role/${role.name}`,
        identityPolicy: role.policy,
        tags: session.tags,
        transitiveTags: session.transitiveTags,
        ...(session.policy ? { sessionPolicy: session.policy } : {}),
      },
    };
    this.#identities.set(session, identity);
    return identity;
  }
}
