import { createServer, type Server } from "node:http";
import { createDb } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { createProvider } from "./create-provider.ts";
import { loadSigningKey } from "./load-signing-key.ts";

export interface IdentityOptions {
  readonly issuer: string;
  readonly operatorUrl: string;
  readonly masterKey: MasterKey;
  readonly accessTokenSeconds?: number;
}

export interface Identity {
  readonly server: Server;
  close(): Promise<void>;
}

function tell(error: unknown): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${JSON.stringify({ level: "error", at: new Date().toISOString(), message })}\n`);
}

/** Builds identity; it does not listen yet. */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { issuer, operatorUrl, masterKey, ...rest } = options;
  const db = createDb({ appUrl: operatorUrl, operatorUrl, poolSize: 5 });
  const signingKey = await loadSigningKey(db, masterKey);
  const provider = createProvider({ issuer, db, signingKey, ...rest });
  provider.on("server_error", (_, error) => tell(error));
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (request.url !== "/health") return answer(request, response);
    response.setHeader("content-type", "application/json");
    return response.end('{"status":"ok"}');
  });
  return {
    server,
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      await closed;
      await db.close();
    },
  };
}
