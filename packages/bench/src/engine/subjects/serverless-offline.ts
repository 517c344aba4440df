import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "@annex/db/free-port";
import { startChild, stopChild, untilAnswers } from "../machine/child.ts";
import { plainRequest } from "../machine/sign.ts";
import { event, nodeCode, type Subject } from "./subject.ts";

/** All functions have to be in its configuration before it starts. */
const functions = 60;

function writeService(folder: string, packages: string): void {
  mkdirSync(folder, { recursive: true });
  const names = Array.from({ length: functions }, (_, number) => `f${number}`);
  for (const name of names) writeFileSync(path.join(folder, `${name}.js`), nodeCode);
  writeFileSync(path.join(folder, "package.json"), '{"name":"bench","version":"1.0.0"}');
  const configuration = {
    service: "bench",
    frameworkVersion: "3",
    provider: { name: "aws", runtime: "nodejs20.x", timeout: 30 },
    plugins: [path.join(packages, "node_modules", "serverless-offline")],
    functions: Object.fromEntries(names.map((name) => [name, { handler: `${name}.handler` }])),
  };
  writeFileSync(path.join(folder, "serverless.json"), JSON.stringify(configuration));
}

/** serverless-offline 13 on serverless 3, with its default: a worker thread for each function. */
export async function startServerlessOffline(folder: string, packages: string): Promise<Subject> {
  const place = path.join(folder, "serverless-offline");
  writeService(place, packages);
  const [port, httpPort] = [await freePort(), await freePort()];
  const program = path.join(packages, "node_modules", "serverless", "bin", "serverless.js");
  const ports = ["--host", "127.0.0.1", "--httpPort", String(httpPort), "--lambdaPort", String(port)];
  const child = startChild({
    command: process.execPath,
    args: [program, "offline", "start", ...ports],
    cwd: place,
    environment: {
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "x",
      AWS_SECRET_ACCESS_KEY: "x",
      SLS_TELEMETRY_DISABLED: "1",
      SLS_NOTIFICATIONS_MODE: "off",
      CI: "1",
    },
  });
  const headers = { "content-type": "application/json" };
  const request = (number: number) => {
    const target = `/2015-03-31/functions/bench-dev-f${number}/invocations`;
    return { port, bytes: plainRequest({ method: "POST", port, target, headers, body: event }) };
  };
  const warm = request(0);
  await untilAnswers(warm, "serverless-offline", 90_000);
  let used = 1;
  return {
    name: "serverless-offline 13 (worker threads)",
    child,
    warm,
    fresh: () => Promise.resolve(request(used++ % functions)),
    stop: () => stopChild(child),
  };
}
