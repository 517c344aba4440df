import { expect, test } from "vitest";
import { readReportLine } from "./report-line.ts";

const id = "0b7c1a7e-7f0a-4f3c-9a54-6a2f9f3a1a11";
const line = (changed: Record<string, string> = {}) => {
  const parts = { ...{ duration: "1.25 ms", billed: "2 ms", size: "128 MB", used: "43 MB" }, ...changed };
  return `REPORT RequestId: ${id}\tDuration: ${parts.duration}\tBilled Duration: ${parts.billed}\tMemory Size: ${parts.size}\tMax Memory Used: ${parts.used}\t`;
};
const numbers = { requestId: id, functionMs: 1.25, billedMs: 2, memoryMb: 128, maxMemoryMb: 43 };

test("a REPORT is read as Lambda writes it, with what follows it", () => {
  expect(readReportLine(line())).toEqual({ ...numbers, initMs: null, status: null, errorType: null });
  expect(readReportLine(`${line()}Init Duration: 120.5 ms\t\nXRAY TraceId: 1-2-3\t`)).toMatchObject({ initMs: 120.5 });
  expect(readReportLine(`${line()}Status: timeout\t`)).toMatchObject({ status: "timeout", errorType: null });
  expect(readReportLine(`${line()}Status: error\tError Type: My.Error of mine\t`)).toMatchObject({
    status: "error",
    errorType: "My.Error of mine",
  });
});

test.each([
  ["cut off", `REPORT RequestId: ${id}\tDuration: 1.00 ms`],
  ["of no request", line().replace(id, "mine")],
  ["not at the beginning", ` ${line()}`],
  ["billed for years", line({ billed: "99999999999 ms" })],
  ["billed for more than an invocation lasts", line({ billed: "2147483 ms" })],
  ["billed for parts", line({ billed: "0.5 ms" })],
  ["with a time that is no number", line({ duration: "1.2.3 ms" })],
  ["with a time that is not finite", line({ duration: "Infinity ms" })],
  ["below nothing", line({ duration: "-1 ms" })],
  ["without memory", line({ size: "0 MB" })],
  ["with more memory than any has", line({ size: "143000000 MB" })],
  ["with more in use than any has", line({ used: "99999 MB" })],
])("a line that is %s is no REPORT", (_, text) => {
  expect(readReportLine(text)).toBeNull();
});
