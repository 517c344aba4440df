import { connect } from "node:net";

const timeoutMs = 3000;

/** Sends one message (four digits of length before it) and returns the answer's body. */
export function exchange(host: string, port: number, body: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect({ host, port });
    let received = "";
    socket.setEncoding("latin1");
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`${host}:${port} did not answer in ${timeoutMs} ms`)));
    socket.once("connect", () => socket.write(String(body.length).padStart(4, "0") + body, "latin1"));
    socket.on("error", fail);
    socket.on("end", () => fail(new Error(`${host}:${port} ended the connection without an answer`)));
    socket.on("data", (chunk: string) => {
      received += chunk;
      const length = Number(received.slice(0, 4));
      if (received.length < 4 + length) return;
      socket.end();
      done(received.slice(4, 4 + length));
    });
  });
}
