// Runs for a moment inside the network namespace of a sandbox (nsenter): opens the listening sockets there, hands
// them to the engine, and ends. The sockets keep listening in that namespace; no process of ours stays in it.
import { createSocket } from "node:dgram";
import { createServer } from "node:net";

const ports = process.argv.slice(2).map(Number);
const listening = ports.map(
  (port) =>
    new Promise((resolve, reject) => {
      const server = createServer().on("error", reject);
      server.listen(port, "0.0.0.0", () => process.send({ kind: "tcp", port }, server, resolve));
    }),
);
const dns = new Promise((resolve, reject) => {
  const socket = createSocket("udp4").on("error", reject);
  socket.bind(53, "127.0.0.1", () => process.send({ kind: "dns" }, socket, resolve));
});
await Promise.all([...listening, dns]);
process.send({ kind: "done" }, () => process.exit(0));
