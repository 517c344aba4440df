// Tenant A's callers, in a process of their own: what they are answered must not keep B's caller from reading its own.
// Standard input: one line, `{ requests: [{ port, bytes: base64 }], callers }`; they end when it ends. Standard output:
// now and then a line, how many answers they had.
import { createInterface } from "node:readline";
import { startAttack } from "../attack-load.ts";

const lines = createInterface({ input: process.stdin });
const order = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
const requests = order.requests.map(({ port, bytes }) => ({ port, bytes: Buffer.from(bytes, "base64") }));
const attack = startAttack(requests, order.callers);
setInterval(() => process.stdout.write(`${attack.answers()}\n`), 50);
lines.once("close", () => attack.end().then(() => process.exit(0)));
