import { once } from "node:events";
import type { Server } from "node:net";

/** Lets a server listen on the loopback address, at a free port unless one is given. @returns the port. */
export async function listenLocally(server: Server, port = 0): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (!address || typeof address !== "object") throw new Error("The server listens at no port.");
  return address.port;
}
