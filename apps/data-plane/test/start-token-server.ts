import { createServer } from "node:http";
import type { ClientOptions } from "@annex/contract/client";
import { listenLocally } from "@annex/testing/listen-locally";
import type { Platform } from "./start-platform.ts";

export interface TokenServer {
  /** What a client of Acme's is made with. */
  readonly options: ClientOptions;
  /** How many requests there were. */
  readonly given: () => number;
  close(): Promise<void>;
}

/** The data plane on a port, and a token endpoint as identity's for Acme's client with the secret `secret`. */
export async function startTokenServer(platform: Platform): Promise<TokenServer> {
  let given = 0;
  const server = createServer(async (request, response) => {
    const right = `Basic ${btoa("acme-backend:secret")}`;
    given += 1;
    const token = request.headers.authorization === right ? await platform.acme.token() : undefined;
    response.end(JSON.stringify(token ? { access_token: token, expires_in: 300 } : { error: "invalid_client" }));
  });
  const port = await listenLocally(server);
  const url = await platform.dataPlane.app.listen({ host: "127.0.0.1", port: 0 });
  const tokenUrl = `http://127.0.0.1:${port}/token`;
  return {
    options: { url, tokenUrl, clientId: "acme-backend", clientSecret: "secret" },
    given: () => given,
    async close() {
      platform.dataPlane.app.server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
