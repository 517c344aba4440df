import { expect, test } from "vitest";
import { parseMarker } from "./marker.ts";

const variables = {
  ...{ python_version: "3.11", python_full_version: "3.11.7", sys_platform: "linux", os_name: "posix" },
  ...{ platform_machine: "x86_64", extra: "my-socks", platform_python_implementation: "CPython" },
};

test.each([
  ['python_version < "3.12"', true],
  ['python_version < "3.9"', false],
  ['python_version >= "3.10"', true], // as versions: as texts it would be false
  ['"3.10" <= python_version', true],
  ['"3.12" <= python_version', false],
  ["python_full_version < '3.11.3'", false],
  ['sys_platform == "win32" or (os_name == "posix" and platform_machine in "x86_64 aarch64")', true],
  ['sys_platform == "win32" or os_name == "posix" and python_version == "2.7"', false],
  ['extra == "My_Socks"', true],
  ['extra != "other"', true],
  ['platform_machine not in "aarch64"', true],
  ['os.name == "posix"', true],
  ['python_version ~= "3.7"', true],
  ['python_version == "3.*"', true],
])("%s is %s", (text, expected) => {
  expect(parseMarker(text)(variables)).toBe(expected);
});

test.each([
  ["python_version <", "it ends too early"],
  ["python_version", '"" is no comparison'],
  ['(python_version < "3"', "a bracket is not closed"],
  ['python_version < "3" "4"', '""4"" is not expected'],
  ["python_version < 3", '" 3" is not understood'],
])("refuses %s", (text, message) => {
  expect(() => parseMarker(text)).toThrow(message);
});

test("a variable that PEP 508 does not know is refused when it is asked for", () => {
  expect(() => parseMarker('weather == "rain"')(variables)).toThrow("there is no variable weather");
});
