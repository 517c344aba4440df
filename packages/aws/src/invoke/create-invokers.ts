import { AppError } from "@annex/contract";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { CellCredentials } from "../cell-target.ts";
import { clientOptions } from "../client-options.ts";
import type { InvokeCell, InvokeTenant } from "./invoke-cell.ts";
import { sessionPolicy } from "./session-policy.ts";
import { toCellError } from "./to-cell-error.ts";

interface Session {
  readonly client: LambdaClient;
  readonly renewAt: number;
}

export interface Invokers {
  /** A Lambda client that can invoke this tenant's functions and nothing else; its STS session is renewed in time. */
  forTenant(cell: InvokeCell, tenant: InvokeTenant): Promise<LambdaClient>;
  /** How often STS was asked. */
  readonly stsCalls: () => number;
  close(): void;
}

const sessionSeconds = 3600;
const renewBeforeMs = 5 * 60_000;

/** Tenant-scoped clients of every cell: one session for each tenant, one renewal at a time. */
export function createInvokers(credentials: CellCredentials | undefined, now: () => number = Date.now): Invokers {
  const cells = new Map<string, STSClient>();
  const sessions = new Map<string, Promise<Session>>();
  let stsCalls = 0;

  const stsOf = (cell: InvokeCell): STSClient => {
    const name = `${cell.id} ${cell.endpoint}`;
    const known =
      cells.get(name) ??
      new STSClient({ ...clientOptions(cell, { requestTimeoutMs: 5000 }), ...(credentials ? { credentials } : {}) });
    cells.set(name, known);
    return known;
  };

  const assume = async (cell: InvokeCell, tenant: InvokeTenant): Promise<Session> => {
    stsCalls += 1;
    const command = new AssumeRoleCommand({
      RoleArn: cell.invokeRoleArn,
      RoleSessionName: `annex-${tenant.key}`,
      ExternalId: cell.externalId,
      DurationSeconds: sessionSeconds,
      Policy: sessionPolicy(cell, tenant),
    });
    const { Credentials: given } = await stsOf(cell)
      .send(command)
      .catch((error) => {
        throw toCellError(error, "AssumeRole");
      });
    if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken || !given.Expiration) {
      throw new AppError("upstream_failed", "The cell gave no credentials. Try again.");
    }
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given;
    const options = clientOptions(cell, { requestTimeoutMs: 70_000, maxSockets: 200 });
    const client = new LambdaClient({
      ...options,
      credentials: { accessKeyId, secretAccessKey, sessionToken },
      maxAttempts: 1,
    });
    return { client, renewAt: given.Expiration.getTime() - renewBeforeMs };
  };

  const open = (name: string, cell: InvokeCell, tenant: InvokeTenant): Promise<Session> => {
    const session = assume(cell, tenant);
    sessions.set(name, session);
    session.catch(() => {
      if (sessions.get(name) === session) sessions.delete(name);
    });
    return session;
  };

  return {
    async forTenant(cell, tenant) {
      const name = `${cell.id} ${cell.endpoint} ${tenant.id}`;
      const promise = sessions.get(name);
      const known = await promise;
      if (known && known.renewAt > now()) return known.client;
      // whoever comes first puts the renewal in place of the old session; the others find it there
      const current = sessions.get(name);
      const session = await (current === undefined || current === promise ? open(name, cell, tenant) : current);
      return session.client;
    },
    stsCalls: () => stsCalls,
    close() {
      for (const client of cells.values()) client.destroy();
      for (const session of sessions.values()) session.then(({ client }) => client.destroy()).catch(() => undefined);
    },
  };
}
