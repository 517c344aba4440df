import { expect, it } from "vitest";
import { answerQuestion, readQuestion } from "./name-answers.ts";
import { NameTable } from "./name-table.ts";

const names = new NameTable([
  { host: "API.example", port: 443 },
  { host: "*.wild.example", port: 8443 },
]);

it("gives each allowed name a loopback address of its own, and others none", () => {
  expect(names.hosts).toBe("127.77.0.1 api.example\n");
  expect(names.addressOf("a.wild.example")).toBe("127.77.0.2");
  expect(names.nameOf("127.77.0.2")).toBe("a.wild.example");
  for (const name of ["wild.example", "xwild.example", ".wild.example.evil", "api.example.evil", ""])
    expect(names.addressOf(name), name).toBeUndefined();
});

it.each(["evil.example\0", "evil.example\\", "a\\046b", "a b", "a/b", "a..b", ".a", "\u00e4", "evil.example\n"])(
  "has no address below a wildcard for what the resolver would read as another name: %j",
  (labels) => {
    expect(names.addressOf(`${labels}.wild.example`)).toBeUndefined();
    expect(names.allows(`${labels}.wild.example`, 8443)).toBe(false);
  },
);

it("allows a name on the port of its own rule alone", () => {
  expect(names.allows("api.example", 443)).toBe(true);
  expect(names.allows("api.example", 8443)).toBe(false);
  expect(names.allows("b.wild.example", 8443)).toBe(true);
});

it("answers A with the address, AAAA with nothing, and an unknown name with NXDOMAIN", () => {
  const query = Buffer.concat([
    Buffer.from([0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    Buffer.from("\x03api\x07example\0\0\x01\0\x01", "latin1"),
  ]);
  const question = readQuestion(query);
  expect(question).toEqual({ name: "api.example", type: 1, end: query.length });
  if (question === undefined) return;
  const answer = answerQuestion(query, question, "127.77.0.1");
  expect([...answer.subarray(-4)]).toEqual([127, 77, 0, 1]);
  expect(answer.readUInt16BE(0)).toBe(0xabcd);
  expect(answerQuestion(query, { ...question, type: 28 }, "127.77.0.1").readUInt16BE(6)).toBe(0);
  expect(answerQuestion(query, question, undefined).readUInt16BE(2) & 15).toBe(3);
});

it("reads what no host's name has, such as a dot within a label and a line's end, as a question mark", () => {
  const labels = [Buffer.from("evil.example\0\n\u00ff", "latin1"), Buffer.from("Wild-1_"), Buffer.from("example")];
  const name = labels.flatMap((label) => [Buffer.from([label.length]), label]);
  const query = Buffer.concat([Buffer.alloc(12), ...name, Buffer.from([0, 0, 1, 0, 1])]);
  expect(readQuestion(query)?.name).toBe("evil?example???.wild-1_.example");
});

it.each([
  Buffer.alloc(3),
  Buffer.alloc(12, 255),
  Buffer.alloc(200, 64),
  Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 65]),
])("ignores a broken query: %#", (query) => expect(readQuestion(query)).toBeUndefined());
