import { type Author, deleteLambdaFunction, ensureFunction, invokeRunner, listLambdaFunctions } from "@annex/aws";
import { AppError, type EgressRule, type Runtime } from "@annex/contract";
import { codeSha256Of, makeZip } from "@annex/control-plane/zip";
import type { PackageSources } from "./builder/package-sources.ts";
import { builderFiles, nodeTestFiles, pythonTestFiles } from "./bundle-runner.ts";
import { builderRunner, type PlatformRunner, testRunner } from "./platform-runners.ts";

interface RunnerCode {
  readonly zip: Buffer;
  readonly codeSha256: string;
}

/** The platform's runners on one cell; each is made once per process and kept as it is when nothing changed. */
export interface RunnerFleet {
  ensureBuilder(): Promise<void>;
  /** Makes the runners that most tests need, so that the first test does not wait, and removes what tests left. */
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
function once<T>(make: (key: string) => Promise<T>) {
  const made = new Map<string, Promise<T>>();
  const get = (key: string): Promise<T> => {
    const known = made.get(key);
    if (known) return known;
    const fresh = make(key);
    made.set(key, fresh);
    fresh.catch(() => made.delete(key));
    return fresh;
  };
  return { get, forget: (key: string) => void made.delete(key) };
}

async function codeOf(kind: PlatformRunner["kind"]): Promise<RunnerCode> {
  const zip = await makeZip(await sources[kind]());
  return { zip, codeSha256: codeSha256Of(zip) };
}

const code = {
  builder: once(() => codeOf("builder")).get,
  node: once(() => codeOf("node")).get,
  python: once(() => codeOf("python")).get,
} as const;

/** A test runner with an allow-list or layers of its own: a tenant makes as many lists as it likes. */
const ownRunner = /^annex-platform-test-[0-9a-z]+-[0-9a-f]{12}$/;
/** Of those this many are kept, more than are ever used at once. */
const mostOwnRunners = 100;

export function createRunnerFleet(
  author: Author,
  packageSources: PackageSources,
  mostOwn = mostOwnRunners,
): RunnerFleet {
  const wanted = new Map<string, PlatformRunner>();
  const named = once(async (name) => {
    const runner = wanted.get(name);
    if (!runner) throw new Error(`No runner ${name}.`);
    const tags = { "managed-by": "annex", plan: "platform" };
    await ensureFunction(author, { ...runner, ...(await code[runner.kind](runner.kind)), tags, perTenant: true });
  });
  const ensure = (runner: PlatformRunner) => {
    wanted.set(runner.name, runner);
    return named.get(runner.name);
  };
  /** Those with a list of their own, the one that was used last at the end. */
  const own = new Set<string>();
  const remove = async (name: string) => {
    own.delete(name);
    wanted.delete(name);
    named.forget(name);
    await deleteLambdaFunction(author, name);
  };
  const keepFew = async (name: string) => {
    if (!ownRunner.test(name)) return;
    own.delete(name);
    const [oldest] = own.add(name);
    if (oldest !== undefined && own.size > mostOwn) await remove(oldest);
  };
  /** What an earlier process made. Another one that still uses it makes it anew. */
  const removeLeft = async () => {
    const left = (await listLambdaFunctions(author)).filter((name) => ownRunner.test(name) && !own.has(name));
    for (const name of left) await remove(name);
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
      await removeLeft();
    },
    async build(tenantId, payload) {
      await ensure(builder);
      return invokeRunner(author, { name: builder.name, tenantId, payload });
    },
    async test({ runtime, egress, layers, tenantId, payload }) {
      const runner = testRunner(runtime, { egress, layers });
      const { name } = runner;
      const run = async () => {
        await ensure(runner);
        return invokeRunner(author, { name, tenantId, payload });
      };
      await keepFew(name);
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "not_found") throw error;
        named.forget(name); // another process removed it
        return run();
      }
    },
  };
}
