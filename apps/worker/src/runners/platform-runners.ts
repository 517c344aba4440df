import type { EgressRule, Runtime } from "@annex/contract";

/** A function of the platform that works for every tenant, with execution environments kept apart by TenantId. */
export interface PlatformRunner {
  readonly name: string;
  readonly kind: "builder" | "node" | "python";
  readonly runtime: Runtime;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
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

/** The builder: it may reach the package registry and nothing else. */
export function builderRunner(registry: string): PlatformRunner {
  const { hostname, port, protocol } = new URL(registry);
  const allow = `${hostname}:${port || (protocol === "http:" ? 80 : 443)}`;
  return {
    name: "annex-platform-builder",
    kind: "builder",
    runtime: "nodejs24.x",
    handler: "index.handler",
    memoryMb: 1024,
    timeoutMs: 60_000,
    environment: { ANNEX_EGRESS_ALLOW: allow, ESBUILD_BINARY_PATH: "/var/task/bin/esbuild" },
  };
}

/**
 * The test runner of a runtime. What a function may reach is part of a Lambda function's configuration, so each
 * allow-list has a runner of its own; `egressKey` is the list's hash, empty for none.
 */
export function testRunner(runtime: Runtime, egress: { readonly text: string; readonly key: string }): PlatformRunner {
  const python = runtime.startsWith("python");
  return {
    name: `annex-platform-test-${shortNames[runtime]}${egress.text === "" ? "" : `-${egress.key}`}`,
    kind: python ? "python" : "node",
    runtime,
    handler: python ? "runner.handler" : "index.handler",
    // more than any draft may have: the runner itself enforces the draft's limit
    memoryMb: 2560,
    timeoutMs: 90_000,
    environment: egress.text === "" ? {} : { ANNEX_EGRESS_ALLOW: egress.text },
  };
}
