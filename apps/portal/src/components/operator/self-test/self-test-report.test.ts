import type { SelfTest } from "@annex/contract";
import { expect, test } from "vitest";
import { selfTestReport } from "./self-test-report";

const run: SelfTest = {
  ...{ id: "1", cell: "embedded", state: "open", startedBy: "user:o@annex.example", denied: 0, open: 1, unknown: 0 },
  ...{ createdAt: "2026-11-26T01:00:00.000Z", finishedAt: "2026-11-26T01:00:20.000Z", removedAt: null },
  lines: [
    {
      ...{ key: "host.files", area: "Host", attempt: "Read files", expected: "none", outcome: "open", durationMs: 7 },
      happened: "could read <script>alert(1)</script>",
    },
  ],
};

test("a report shows each line, and what a hostile function answered is text in it", () => {
  const html = selfTestReport(run);
  expect(html).toContain("<h1>Isolation self-test: open</h1>");
  expect(html).toContain('<tr class="open"><td>Host</td><td>Read files</td>');
  expect(html).toContain("could read &lt;script&gt;alert(1)&lt;/script&gt;");
  expect(html).not.toContain("<script>");
});
