// Floor of first invocations: one sandbox with one language runtime, cold, pre-started, and many at once.
// Arguments: folder, Node binary, Python binary. Reads one order a line ({"kind","language","count"}), writes one result a line.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { startSandbox } from "./start-sandbox.mjs";

const [folder, nodeBinary, pythonBinary] = process.argv.slice(2);
const languages = {
  node: {
    binary: nodeBinary,
    command: ["/opt/client/floor-pool-client.cjs"],
    file: "index.js",
    code: "exports.handler = async (event) => ({ statusCode: 200, echo: event });",
  },
  python: {
    binary: pythonBinary,
    command: ["-I", "-S", "/opt/client/floor_pool_client.py"],
    file: "index.py",
    code: 'def handler(event, context):\n    return {"statusCode": 200, "echo": event}\n',
  },
};
let started = 0;

function start({ binary, command, file, code }) {
  const place = join(folder, String(started++));
  let heard;
  const hears = () => new Promise((resolve) => (heard = resolve));
  const ready = hears();
  let socket;
  const server = createServer((accepted) => {
    socket = accepted;
    socket.on("data", () => heard());
    socket.on("error", () => {});
  });
  // A client that starts faster than this process listens would find nobody.
  mkdirSync(join(place, "run"), { recursive: true });
  server.listen(join(place, "run", "api.sock"));
  const child = startSandbox(place, binary, command);
  return {
    child,
    ready,
    place: () => writeFileSync(join(place, "task", file), code),
    ask() {
      const answered = hears();
      socket.write('{"hello":"world","n":42}\n');
      return answered;
    },
    async stop() {
      const exited = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await exited;
      server.close();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

async function begin(language) {
  const environment = start(language);
  environment.place();
  await environment.ready;
  await environment.ask();
  return environment;
}

/** Proportional set size of everything that this process started, in MiB. */
function pssMb() {
  const parents = readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const stat = read(`/proc/${name}/stat`);
    return [[Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])]];
  });
  const found = [process.pid];
  for (const pid of found) found.push(...parents.filter(([, parent]) => parent === pid).map(([child]) => child));
  const sizes = found.slice(1).map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

function read(path) {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

/** Memory of each environment in the last storm. */
let lastMb;

const orders = {
  /** Spawn, load, first answer. */
  async cold(language) {
    const from = performance.now();
    const environment = await begin(language);
    const ms = performance.now() - from;
    await environment.stop();
    return ms;
  },
  /** The code arrives in a sandbox that waits already; first answer. */
  async pool(language) {
    const environment = start(language);
    await environment.ready;
    await delay(60);
    const from = performance.now();
    environment.place();
    await environment.ask();
    const ms = performance.now() - from;
    await environment.stop();
    return ms;
  },
  /** `count` cold ones at once. */
  async storm(language, count) {
    const from = performance.now();
    const all = await Promise.all(Array.from({ length: count }, () => begin(language)));
    const ms = performance.now() - from;
    lastMb = pssMb() / count;
    await Promise.all(all.map((environment) => environment.stop()));
    return ms;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { kind, language, count } = JSON.parse(line);
  const ms = await orders[kind](languages[language], count);
  process.stdout.write(`${JSON.stringify({ ms, mb: lastMb })}\n`);
}
