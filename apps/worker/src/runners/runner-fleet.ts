import { type Author, ensureFunction, invokeRunner } from "@annex/aws";
import type { EgressRule, Runtime } from "@annex/contract";
import type { PackageSources } from "./builder/package-sources.ts";
import { builderFiles, nodeTestFiles, pythonTestFiles } from "./bundle-runner.ts";
import { builderRunner, type PlatformRunner, testRunner } from "./platform-runners.ts";
import { codeSha256Of, makeZip } from "./zip/make-zip.ts";

interface RunnerCode {
  readonly zip: Buffer;
  readonly codeSha256: string;
}

/** The platform's runners on one cell; each is made once per process and kept as it is when nothing changed. */
export interface RunnerFleet {
  ensureBuilder(): Promise<void>;
  /** Makes the runners that most tests need, so that the first test does not wait. */
  ensureCommon(): Promise<void>;
  build(tenantId: string, payload: unknown): Promise<unknown>;
  test(options: TestCall): Promise<unknown>;
}

interface TestCall {
  readonly runtime: Runtime;
  readonly egress: readonly EgressRule[];
  /** ARNs of the draft's layers, in order. */
  readonly layers: readonly string[];
  readonly tenantId: string;
  readonly payload: unknown;
}

const sources = { builder: builderFiles, node: nodeTestFiles, python: async () => pythonTestFiles() } as const;

/** Remembers a promise by key; one that failed is forgotten, so that the next call tries again. */
function once<T>(make: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (key) => {
    const known = made.get(key);
    if (known) return known;
    const fresh = make(key);
    made.set(key, fresh);
    fresh.catch(() => made.delete(key));
    return fresh;
  };
}

async function codeOf(kind: PlatformRunner["kind"]): Promise<RunnerCode> {
  const zip = await makeZip(await sources[kind]());
  return { zip, codeSha256: codeSha256Of(zip) };
}

const code = {
  builder: once(() => codeOf("builder")),
  node: once(() => codeOf("node")),
  python: once(() => codeOf("python")),
} as const;

export function createRunnerFleet(author: Author, packageSources: PackageSources): RunnerFleet {
  const wanted = new Map<string, PlatformRunner>();
  const ensureNamed = once(async (name) => {
    const runner = wanted.get(name);
    if (!runner) throw new Error(`No runner ${name}.`);
    const tags = { "managed-by": "annex", plan: "platform" };
    await ensureFunction(author, { ...runner, ...(await code[runner.kind](runner.kind)), tags, perTenant: true });
  });
  const ensure = (runner: PlatformRunner) => {
    wanted.set(runner.name, runner);
    return ensureNamed(runner.name);
  };
  const builder = builderRunner(packageSources);
  return {
    ensureBuilder: () => ensure(builder),
    async ensureCommon() {
      const runtimes: Runtime[] = ["nodejs24.x", "nodejs22.x", "python3.11"];
      await Promise.all([
        ensure(builder),
        ...runtimes.map((runtime) => ensure(testRunner(runtime, { egress: [], layers: [] }))),
      ]);
    },
    async build(tenantId, payload) {
      await ensure(builder);
      return invokeRunner(author, { name: builder.name, tenantId, payload });
    },
    async test({ runtime, egress, layers, tenantId, payload }) {
      const runner = testRunner(runtime, { egress, layers });
      await ensure(runner);
      return invokeRunner(author, { name: runner.name, tenantId, payload });
    },
  };
}
