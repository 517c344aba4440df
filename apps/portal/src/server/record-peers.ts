import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { IncomingMessage } from "node:http";

const requestStarts = "http.server.request.start";

/** Adds who sent a request to the end of its `X-Forwarded-For`, as a proxy does: Next shows its code no more than headers. */
function addPeer(message: unknown): void {
  if (typeof message !== "object" || message === null || !("request" in message)) return;
  const { request } = message;
  if (!(request instanceof IncomingMessage)) return;
  const told = request.headers["x-forwarded-for"];
  const peer = request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "unknown";
  request.headers["x-forwarded-for"] = told === undefined ? peer : `${told}, ${peer}`;
}

/**
 * From now on the last part of every request's `X-Forwarded-For` in this process is its socket's own address, which
 * nobody can make up. @returns what ends it.
 */
export function recordPeers(): () => void {
  subscribe(requestStarts, addPeer);
  return () => void unsubscribe(requestStarts, addPeer);
}
