import { createHmac } from "node:crypto";
import path from "node:path";
import { freePort } from "@annex/db/free-port";
import { startChild, stopChild, untilAnswers } from "../engine/machine/child.ts";
import { plainRequest } from "../engine/machine/sign.ts";
import { startFloorEngine } from "../engine/subjects/floor-engine.ts";
import { event, noFresh, type Subject } from "../engine/subjects/subject.ts";

function floorToken(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256" })}.${part({ tenant: "acme", exp: 4_000_000_000 })}`;
  return `${signed}.${createHmac("sha256", "token").update(signed).digest("base64url")}`;
}

/** The reference gateway in front of the floor engine: the least that the whole path can cost. */
export async function startFloorPath(folder: string, environments: number): Promise<Subject> {
  const engine = await startFloorEngine({ folder, environments, verifies: true });
  const port = await freePort();
  const program = path.join(import.meta.dirname, "programs/floor-gateway.mjs");
  const child = startChild({
    command: process.execPath,
    args: [program, String(port), String(engine.warm.port), "floor"],
    complains: true,
  });
  const headers = { authorization: `Bearer ${floorToken()}`, "content-type": "application/json" };
  const request = { method: "POST", port, target: "/v1/functions/f/invocations", headers, body: event };
  const warm = { port, bytes: plainRequest(request) };
  await untilAnswers(warm, "the floor's gateway");
  return {
    name: `floor: reference gateway and engine, ${environments} environments`,
    child,
    beside: [engine.child],
    warm,
    fresh: noFresh,
    async stop() {
      await stopChild(child);
      await engine.stop();
    },
  };
}
