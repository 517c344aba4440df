import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type DraftContent, selfTestPoint } from "@annex/contract";

const folder = path.join(import.meta.dirname, "probe/src");

export const credentialName = "self-test";

function filesOf(): { path: string; content: string }[] {
  return readdirSync(folder)
    .sort()
    .map((name) => ({ path: `src/${name}`, content: readFileSync(path.join(folder, name), "utf8") }));
}

/** The hostile function as a tenant's draft. It may reach the platform's API, which its credential opens, and no more. */
export function probeDraft(environment: DraftContent["environment"] = {}): DraftContent {
  return {
    source: { kind: "files", files: filesOf() },
    language: "typescript",
    runtime: "nodejs24.x",
    handler: "src/index.handler",
    memoryMb: 128,
    timeoutMs: 60_000,
    environment,
    packages: [],
    egress: [],
    layers: [],
    extensionPointKey: selfTestPoint.key,
    mapping: {
      parameters: [
        { name: "order", source: { kind: "field", path: "selftest.order" } },
        { name: "platform", source: { kind: "credential", credential: credentialName } },
      ],
      outputs: [{ field: "selftest.answer", source: { kind: "result", path: "answer" } }],
    },
  };
}
