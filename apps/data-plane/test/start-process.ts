import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Answer, CallOptions, Method, Platform } from "./start-platform.ts";

/** A data plane as a process of its own, on the platform's database, engine and issuer. */
export interface DataPlaneProcess {
  readonly url: string;
  readonly child: ChildProcess;
  call(method: Method, path: string, options: CallOptions & { readonly token: string }): Promise<Answer>;
  /** Ends it as `npm start` does. */
  stop(): Promise<void>;
}

const main = path.join(import.meta.dirname, "../src/main.ts");

async function urlTold(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("The process has no output.");
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error("The data plane ended before it listened.");
}

/** Starts `src/main.ts` with the environment of `npm start`; `environment` adds to it. */
export async function startProcess(
  platform: Platform,
  environment: Readonly<Record<string, string>> = {},
): Promise<DataPlaneProcess> {
  const { fresh, issuer, masterKeyText, engine } = platform;
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH ?? "",
      PORT: "0",
      DATABASE_URL: fresh.appUrl,
      OPERATOR_DATABASE_URL: fresh.operatorUrl,
      ANNEX_MASTER_KEY: masterKeyText,
      IDENTITY_ISSUER: issuer.issuer,
      IDENTITY_JWKS_URL: issuer.jwksUrl,
      CELL_CREDENTIALS: JSON.stringify(engine.keyOf("annex-data-plane")),
      ...environment,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await urlTold(child);
  child.stdout?.resume();
  return {
    url,
    child,
    async call(method, route, { body, token, headers }) {
      const response = await fetch(`${url}${route}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const answered = Object.fromEntries(response.headers);
      return { status: response.status, headers: answered, text, body: text === "" ? null : JSON.parse(text) };
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
