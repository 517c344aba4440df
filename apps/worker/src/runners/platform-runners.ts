import { createHash } from "node:crypto";
import type { EgressRule, Runtime } from "@annex/contract";
import { hostsOf, type PackageSources } from "./builder/package-sources.ts";

/** A function of the platform that works for every tenant, with execution environments kept apart by TenantId. */
export interface PlatformRunner {
  readonly name: string;
  readonly kind: "builder" | "node" | "python";
  readonly runtime: Runtime;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
  /** ARNs, in order. */
  readonly layers: readonly string[];
}

const shortNames: Readonly<Record<Runtime, string>> = {
  "nodejs24.x": "node24",
  "nodejs22.x": "node22",
  "python3.11": "python311",
};

/** Sorted, so that the same list always names the same runner. */
export function egressText(rules: readonly EgressRule[]): string {
  return [...new Set(rules.map(({ host, port }) => `${host}:${port}`))].sort().join(" ");
}

/** The builder: it may reach where packages come from and nothing else. */
export function builderRunner(sources: PackageSources): PlatformRunner {
  const allow = hostsOf(sources).join(" ");
  return {
    name: "annex-platform-builder",
    kind: "builder",
    runtime: "nodejs24.x",
    handler: "index.handler",
    memoryMb: 1024,
    timeoutMs: 60_000,
    environment: { ANNEX_EGRESS_ALLOW: allow, ESBUILD_BINARY_PATH: "/var/task/bin/esbuild" },
    layers: [],
  };
}

/** What of a test is part of a Lambda function's configuration. */
interface TestSetting {
  readonly egress: readonly EgressRule[];
  readonly layers: readonly string[];
}

function keyOf(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 12);
}

/** The test runner of a runtime. Each allow-list and each list of layers has a runner of its own, named by their hash. */
export function testRunner(runtime: Runtime, { egress, layers }: TestSetting): PlatformRunner {
  const python = runtime.startsWith("python");
  const text = egressText(egress);
  const plain = text === "" && layers.length === 0;
  return {
    name: `annex-platform-test-${shortNames[runtime]}${plain ? "" : `-${keyOf([text, ...layers])}`}`,
    kind: python ? "python" : "node",
    runtime,
    handler: python ? "runner.handler" : "index.handler",
    // more than any draft may have: the runner itself enforces the draft's limit
    memoryMb: 2560,
    timeoutMs: 90_000,
    environment: text === "" ? {} : { ANNEX_EGRESS_ALLOW: text },
    layers,
  };
}
