import { createHash } from "node:crypto";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type PostingAnswer, readPosting, takeMessages, writeAnswer } from "./protocol.ts";

const idleMs = 30_000;

function post(body: Buffer): PostingAnswer {
  try {
    const { number, currency } = readPosting(body);
    if (number === "") return { status: "ER", reference: "", text: "INVOICE NUMBER MISSING" };
    if (!/^[A-Z]{3}$/.test(currency)) return { status: "ER", reference: "", text: "CURRENCY UNKNOWN" };
    // the same invoice always gets the same reference: posting twice books once
    const digest = createHash("sha256").update(number).digest("hex").slice(0, 8).toUpperCase();
    return { status: "OK", reference: `ERP-${digest}`, text: "POSTED" };
  } catch (error) {
    return { status: "ER", reference: "", text: error instanceof Error ? error.message : "UNKNOWN" };
  }
}

function serve(socket: Socket): void {
  let buffered: Buffer = Buffer.alloc(0);
  socket.setTimeout(idleMs, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    try {
      const { messages, rest } = takeMessages(Buffer.concat([buffered, chunk]));
      buffered = rest;
      for (const message of messages) socket.write(writeAnswer(post(message)));
    } catch (error) {
      const text = error instanceof Error ? error.message : "UNKNOWN";
      socket.end(writeAnswer({ status: "ER", reference: "", text }));
    }
  });
}

export interface Erp {
  readonly port: number;
  close(): Promise<void>;
}

/** The demo's external system: it books invoices over a TCP protocol of its own. */
export function startErp({ host, port }: { host: string; port: number }): Promise<Erp> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.once("close", () => sockets.delete(socket)));
    serve(socket);
  });
  return new Promise((done, fail) => {
    server.once("error", fail).listen(port, host, () => {
      const address: AddressInfo | string | null = server.address();
      done({
        port: address && typeof address === "object" ? address.port : port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });
}
