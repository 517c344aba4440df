import { expect, test } from "vitest";
import { parseRequirement } from "./requirement.ts";

test.each([
  ["requests", "requests", [], ""],
  ["Zope.Interface (>=4, <6)", "zope-interface", [], ">=4,<6"],
  ["urllib3<3,>=1.21.1", "urllib3", [], "<3,>=1.21.1"],
  ["coverage[Toml , extra_two] >= 7 ; python_version < '4'", "coverage", ["toml", "extra-two"], ">=7"],
  ["typing-extensions>=4.8;extra == 'test'", "typing-extensions", [], ">=4.8"],
  ["six==1.*", "six", [], "==1.*"],
])("reads %s", (text, name, extras, specifier) => {
  expect(parseRequirement(text)).toMatchObject({ name, extras, specifier });
});

test.each([
  ["tool @ https://example.com/tool.whl", "tool is to come from an address (https://example.com/tool.whl)"],
  ["left >= one", 'the versions ">=one" of left are not understood'],
  ["-e .", '"-e ." is not understood'],
])("refuses %s in words", (text, message) => {
  expect(() => parseRequirement(text)).toThrow(message);
});
