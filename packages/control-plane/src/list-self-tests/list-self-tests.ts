import type { SelfTestSummary } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";
import { toSelfTestSummary } from "../get-self-test/to-self-test.ts";

const most = 100;

/** The runs of the isolation self-test, newest first. */
export async function listSelfTests({ db }: OperatorContext): Promise<SelfTestSummary[]> {
  const rows = await db.operator.selfTest.findMany({ orderBy: { createdAt: "desc" }, take: most });
  return rows.map(toSelfTestSummary);
}
