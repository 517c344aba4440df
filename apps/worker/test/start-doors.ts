import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { vi } from "vitest";
import type { Platform } from "./start-platform.ts";

const apps = path.join(import.meta.dirname, "../..");

export interface Ports {
  readonly dataPlane: number;
  readonly identity: number;
}

/** Identity and data plane as processes of their own, as `npm start` runs them. @returns what ends them. */
export async function startDoors(platform: Platform, ports: Ports): Promise<() => Promise<void>> {
  const { fresh, engine, masterKey } = platform;
  const issuer = `http://127.0.0.1:${ports.identity}`;
  const shared = {
    PATH: process.env.PATH ?? "",
    DATABASE_URL: fresh.appUrl,
    OPERATOR_DATABASE_URL: fresh.operatorUrl,
    ANNEX_MASTER_KEY: masterKey,
    LOG_LEVEL: "silent",
  };
  const start = (app: string, environment: Record<string, string>) =>
    spawn(process.execPath, [path.join(apps, app, "src/main.ts")], {
      env: { ...shared, ...environment },
      stdio: ["ignore", "ignore", "inherit"],
    });
  const children: ChildProcess[] = [
    start("identity", { PORT: String(ports.identity), ISSUER: issuer }),
    start("data-plane", {
      PORT: String(ports.dataPlane),
      IDENTITY_ISSUER: issuer,
      IDENTITY_JWKS_URL: `${issuer}/jwks`,
      CELL_CREDENTIALS: JSON.stringify(engine.keyOf("annex-data-plane")),
    }),
  ];
  const answers = async (port: number) => {
    if (!(await fetch(`http://127.0.0.1:${port}/health`)).ok) throw new Error("not yet");
  };
  for (const port of Object.values(ports)) await vi.waitFor(() => answers(port), { timeout: 40_000, interval: 50 });
  return async () => {
    for (const child of children) {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    }
  };
}
