import { createServer } from "node:net";
import { PlainError } from "../terminal.ts";

export interface Ports {
  readonly portal: number;
  readonly dataPlane: number;
  readonly identity: number;
  readonly engine: number;
  readonly postgres: number;
  readonly worker: number;
  readonly demo: number;
}

export function portsFrom(base: number): Ports {
  return {
    portal: base,
    dataPlane: base + 1,
    identity: base + 2,
    engine: base + 3,
    postgres: base + 4,
    worker: base + 5,
    demo: base + 6,
  };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}

async function areFree(ports: Ports): Promise<boolean> {
  const free = await Promise.all(Object.values(ports).map(isFree));
  return free.every(Boolean);
}

/** @throws PlainError that names the first taken port and the way out. */
export async function checkPorts(ports: Ports): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    throw new PlainError(
      `Port ${port} (${name}) is taken. End what listens there, or move all of Annex: ANNEX_PORT_BASE=4000 npm start`,
    );
  }
}

/** A base whose seven ports are all free, for a stack beside another one. */
export async function freePortBase(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const base = 20_000 + Math.floor(Math.random() * 1000) * 10;
    if (await areFree(portsFrom(base))) return base;
  }
  throw new PlainError("No seven free ports in a row between 20000 and 30000.");
}
