import { describe, expect, test } from "vitest";
import { AnswerReader, type WholeAnswer } from "./answer-reader.ts";

const most = 1000;
const headers = (lines: readonly string[], status = "200 OK") => `HTTP/1.1 ${status}\r\n${lines.join("\r\n")}\r\n\r\n`;
const plain = `${headers(["Content-Length: 6", "X-Amzn-RequestId:  r-1 "])}"a","b`;
const chunked = `${headers(["Transfer-Encoding: chunked"])}4;name=value\r\n"a",\r\n2\r\n"b\r\n0\r\nX-Trailer: 1\r\n\r\n`;

function read(text: string, piece = text.length): WholeAnswer | undefined {
  const reader = new AnswerReader(most);
  const bytes = Buffer.from(text);
  let answer: WholeAnswer | undefined;
  for (let at = 0; at < bytes.length; at += piece) answer = reader.push(bytes.subarray(at, at + piece)) ?? answer;
  return answer;
}

describe("an answer is read whole, however it is cut:", () => {
  test.each([
    ["with its length", plain],
    ["in chunks, with trailers", chunked],
    ["after a word that it is under way", `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${plain}`],
  ])("%s", (_, text) => {
    for (let piece = 1; piece <= text.length; piece += 1)
      expect(read(text, piece)).toMatchObject({ statusCode: 200, text: '"a","b', isKept: true });
  });

  test("by the end of its connection, where it says nothing of its length", () => {
    const reader = new AnswerReader(most);
    expect(reader.push(Buffer.from(`${headers(["a: b"])}half`))).toBeUndefined();
    expect(reader.push(Buffer.from(" and half"))).toBeUndefined();
    expect(reader.end()).toMatchObject({ text: "half and half", isKept: false });
  });

  test("without a body", () => {
    expect(read(headers(["a: b"], "204 No Content"))).toMatchObject({ statusCode: 204, text: "" });
    expect(read(headers(["content-length: 0"], "404"))).toMatchObject({ statusCode: 404, text: "" });
  });
});

test("names of fields are in lower case, values without blanks around them, and the first of two counts", () => {
  const { headers: fields } = read(`${headers(["Content-Length: 0", "X-A: 1 ", "x-a: 2", "Empty:"])}`) ?? {};
  expect(fields && [...fields]).toEqual([
    ["content-length", "0"],
    ["x-a", "1"],
    ["empty", ""],
  ]);
});

test.each([
  ["HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", false],
  ["HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false],
  ["HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n", true],
  [`${plain}HTTP/1.1 200 OK`, false],
])("whether the connection can carry another request: %j", (text, isKept) => {
  expect(read(text)?.isKept).toBe(isKept);
});

test("an answer that ends early is none", () => {
  const reader = new AnswerReader(most);
  for (const text of ["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n", "\r\nhalf"]) {
    expect(reader.push(Buffer.from(text))).toBeUndefined();
    expect(reader.end()).toBeUndefined();
  }
});

describe("what is no answer is refused:", () => {
  test.each([
    ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "it is no HTTP/1.1"],
    ["HTTP/2", "HTTP/2 200\r\n\r\n", "it is no HTTP/1.1"],
    ["a field without a name", headers([": x"]), "a field has no name"],
    ["a length that is no number", headers(["content-length: -1"]), "its length is no number"],
    ["two lengths", headers(["content-length: 1", "content-length: 2"]), "it has two lengths"],
    ["a length and chunks", headers(["content-length: 1", "transfer-encoding: chunked"]), "its length can be read"],
    ["another coding", headers(["transfer-encoding: gzip, chunked"]), "its length can be read in two ways"],
    ["a chunk without a size", `${headers(["transfer-encoding: chunked"])}x\r\n`, "a chunk has no size"],
    ["a chunk that goes on", `${headers(["transfer-encoding: chunked"])}1\r\nabc\r\n`, "a chunk does not end"],
    ["a head without an end", `HTTP/1.1 200 OK\r\n${"a".repeat(70_000)}`, "a line has no end"],
    [
      "a chunk line without an end",
      `${headers(["transfer-encoding: chunked"])}${"1".repeat(2000)}`,
      "a line has no end",
    ],
    [
      "a body that is too long",
      `${headers(["content-length: 2000"])}${"a".repeat(2000)}`,
      "it is longer than 1000 bytes",
    ],
  ])("%s", (_, text, message) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: "WRONG_ANSWER" }));
    expect(() => read(text)).toThrow(message);
  });
});
