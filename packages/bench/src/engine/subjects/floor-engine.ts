import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "@annex/db/free-port";
import { startChild, stopChild, untilAnswers } from "../machine/child.ts";
import { plainRequest, signedRequest } from "../machine/sign.ts";
import { programFile } from "./program-file.ts";
import { event, noFresh, type Subject } from "./subject.ts";

interface FloorEngineOptions {
  readonly folder: string;
  readonly environments: number;
  readonly verifies: boolean;
}

const secretAccessKey = "floor";

/** The least that a warm invocation can cost: hand-framed Runtime API, sandboxed Node, nothing around it. */
export async function startFloorEngine({ folder, environments, verifies }: FloorEngineOptions): Promise<Subject> {
  const port = await freePort();
  const place = path.join(folder, `floor-engine-${port}`);
  const program = [programFile("floor-engine.mjs"), String(port), String(environments), process.execPath, place];
  const child = startChild({
    command: process.execPath,
    args: verifies ? [...program, secretAccessKey] : program,
  });
  const request = { method: "POST", port, target: "/2015-03-31/functions/f/invocations", body: event };
  const signer = { accessKeyId: "AKIAFLOOR", secretAccessKey, sessionToken: "t".repeat(400), region: "eu-central-1" };
  const bytes = verifies ? signedRequest(signer, { ...request, service: "lambda" }) : plainRequest(request);
  const warm = { port, bytes };
  await untilAnswers(warm, "the invocation floor");
  await delay(500); // the other environments start beside the first
  const name = `floor: hand-framed Runtime API, ${environments} environments${verifies ? ", verified" : ""}`;
  return { name, child, warm, fresh: noFresh, stop: () => stopChild(child) };
}
