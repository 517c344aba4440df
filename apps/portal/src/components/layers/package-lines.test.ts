import { expect, test } from "vitest";
import { packageLines, readPackageLines } from "./package-lines";

test("a package a line is read in the forms that people copy, and written back", () => {
  const npm = readPackageLines("ibantools@4.5.1\n\n  @scope/thing 1.0.0 \n", "npm");
  expect(npm).toEqual({
    packages: [
      { name: "ibantools", version: "4.5.1" },
      { name: "@scope/thing", version: "1.0.0" },
    ],
    problem: null,
  });
  expect(packageLines(npm.packages, "npm")).toBe("ibantools@4.5.1\n@scope/thing@1.0.0");
  const python = readPackageLines("Requests[socks]==2.32.3", "python");
  expect(python).toEqual({ packages: [{ name: "requests[socks]", version: "2.32.3" }], problem: null });
  expect(packageLines(python.packages, "python")).toBe("requests[socks]==2.32.3");
});

test.each([
  ["ibantools", "npm", '"ibantools" is no package with its version.'],
  ["ibantools@^4.5.1", "npm", "^4.5.1 is no exact version of ibantools. Write one such as 4.5.1."],
  ["requests>=2", "python", '"requests>=2" is no package with its version.'],
] as const)("%s is refused in words", (line, kind, problem) => {
  expect(readPackageLines(line, kind).problem).toBe(problem);
});
