import { setTimeout as delay } from "node:timers/promises";
import { createAuthor, createInvokers, listLambdaFunctions, readAlias } from "@annex/aws";
import { z } from "zod";
import type { ChaosPlatform } from "./platform.ts";

/** What is wrong after the chaos, in words; each list is empty where the design holds. */
export interface Findings {
  /** Deployments that did not end, or failed without a reason. */
  readonly unended: readonly string[];
  /** Moments at which a release served that never was active. */
  readonly servedWrongly: readonly string[];
  /** Functions whose alias, code or answer is not the live release's. */
  readonly mismatched: readonly string[];
  /** Functions in Lambda without a row. */
  readonly orphans: readonly string[];
  /** How many functions answered with the code and the layer of their live release. */
  readonly answered: number;
}

const answerSchema = z.object({ note: z.string(), layer: z.number().int() });
const contentSchema = z.object({
  source: z.object({ files: z.array(z.object({ content: z.string() })) }),
  layers: z.array(z.object({ version: z.number().int() })),
});

/** Whether a function's answer is that of a release: of its code, and with the version of its layer. */
function isAnswerOf(release: { readonly content: unknown }, payload: string): boolean {
  const answer = answerSchema.safeParse(JSON.parse(payload)).data;
  const { source, layers } = contentSchema.parse(release.content);
  const code = source.files[0]?.content ?? "";
  return answer !== undefined && code.includes(JSON.stringify(answer.note)) && answer.layer === layers[0]?.version;
}

/** Looks again and again whether every live release is one whose deployment became active. */
export function watchServing({ db }: ChaosPlatform) {
  const wrong: string[] = [];
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      const rows = await db.operator.$queryRaw<{ name: string }[]>`
        SELECT f.name FROM functions f WHERE f.live_release_id IS NOT NULL AND NOT EXISTS (
          SELECT FROM deployments d WHERE d.release_id = f.live_release_id AND d.state IN ('active', 'rolled_back'))`.catch(
        () => [], // the database is being killed
      );
      for (const { name } of rows) wrong.push(`${new Date().toISOString()} ${name}`);
      await delay(100);
    }
  })();
  return {
    async stop(): Promise<readonly string[]> {
      stopped = true;
      await watching;
      return wrong;
    },
  };
}

async function unendedOf({ db }: ChaosPlatform): Promise<string[]> {
  const rows = await db.operator.deployment.findMany({ where: { state: { notIn: ["active", "rolled_back"] } } });
  return rows
    .filter(
      ({ state, failure }) =>
        state !== "failed" || !z.object({ message: z.string().min(1) }).safeParse(failure).success,
    )
    .map(({ id, state }) => `${id} is ${state}`);
}

/** Compares each function with Lambda: its alias, and what it answers when it is invoked by it. */
async function compare(platform: ChaosPlatform): Promise<Pick<Findings, "mismatched" | "orphans" | "answered">> {
  const { db, cell, tenant } = platform;
  const key = (name: string) => {
    const user = cell.config.users.find((candidate) => candidate.name === name);
    return { accessKeyId: user?.accessKeyId ?? "", secretAccessKey: user?.secretAccessKey ?? "" };
  };
  const row = await db.operator.cell.findFirstOrThrow();
  const author = createAuthor(row, key("annex-worker"));
  const invokers = createInvokers({ credentials: key("annex-data-plane") });
  const invoker = await invokers.forTenant(row, tenant);
  const functions = await db.operator.function.findMany({ include: { liveRelease: true } });
  const mismatched: string[] = [];
  let answered = 0;
  for (const { name, lambdaName, liveRelease } of functions) {
    const alias = await readAlias(author, lambdaName, "live");
    if (!liveRelease) continue;
    if (alias?.version !== liveRelease.lambdaVersion)
      mismatched.push(
        `${name}: live is version ${alias?.version}, and release ${liveRelease.number} is version ${liveRelease.lambdaVersion}`,
      );
    const call = { functionName: lambdaName, qualifier: "live", payload: "{}", custom: {} };
    const { payload } = await invoker.invoke({ ...call, signal: AbortSignal.timeout(20_000) });
    if (isAnswerOf(liveRelease, payload)) answered += 1;
    else mismatched.push(`${name}: answered ${payload}`);
  }
  const known = new Set(functions.map(({ lambdaName }) => lambdaName));
  const inLambda = (await listLambdaFunctions(author)).filter((name) => name.startsWith(`annex-${tenant.key}-`));
  invokers.close();
  author.close();
  return { mismatched, answered, orphans: inLambda.filter((name) => !known.has(name)) };
}

export async function findWrongs(platform: ChaosPlatform, servedWrongly: readonly string[]): Promise<Findings> {
  return { unended: await unendedOf(platform), servedWrongly, ...(await compare(platform)) };
}
