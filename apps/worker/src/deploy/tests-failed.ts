import { AppError, type TestSuite } from "@annex/contract";

/** Some test events did not pass: the release does not serve. */
export class TestsFailed extends AppError {
  constructor(suite: TestSuite) {
    const failed = suite.runs.filter(({ passed }) => passed !== true);
    const [first] = failed;
    const at = first?.mismatches.map((mismatch) => mismatch.at).join(", ") ?? "";
    const names = failed.map(({ name }) => name).join(", ");
    super("conflict", `${failed.length} of ${suite.runs.length} tests did not pass: ${names}. ${first?.name}: ${at}.`);
  }
}
