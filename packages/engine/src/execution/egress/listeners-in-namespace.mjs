// Runs for a moment inside the network namespace of a sandbox (nsenter): opens the listening sockets there, hands
// them to the engine, and ends. The sockets keep listening in that namespace; no process of ours stays in it.
import { createSocket } from "node:dgram";
import { createServer } from "node:net";

// The engine holds the other end, and nobody else: when it dies, nobody stays behind who listens for it. (The channel
// does not tell while a socket is on its way through it.)
process.stdin.on("end", () => process.exit(1)).resume();

const { host, ports, names } = JSON.parse(process.argv[2]);
const listening = ports.map(
  (port) =>
    new Promise((resolve, reject) => {
      const server = createServer().on("error", reject);
      // The more special address has the connection, where a port of the allow-list is the Runtime API's too.
      server.listen({ port, host, reusePort: true }, () => process.send({ kind: "tcp", port }, server, resolve));
    }),
);
const dns = new Promise((resolve, reject) => {
  if (!names) return resolve();
  const socket = createSocket("udp4").on("error", reject);
  socket.bind(53, "127.0.0.1", () => process.send({ kind: "dns" }, socket, resolve));
});
await Promise.all([...listening, dns]);
process.send({ kind: "done" }, () => process.exit(0));
