import { expect, test } from "vitest";
import { completePython } from "./complete-python";

const names = [{ insert: "total", label: "total", note: "float" }];
const at = (line: string) => completePython(line, line.length, names);

test.each(['x = event["', "event['to", 'event.get("t'])(
  "%s completes the event's keys from the word's beginning",
  (line) => {
    expect(at(line)).toEqual({ from: line.length - (/\w*$/.exec(line)?.[0].length ?? 0), options: names });
  },
);

test("context. completes what Lambda hands over, anything else nothing", () => {
  expect(at("context.aws").options.map(({ insert }) => insert)).toContain("aws_request_id");
  expect(at("print(").options).toEqual([]);
});
