import { expect, test } from "vitest";
import { searchFiles } from "./search-files";

const files = [
  { path: "b.ts", content: "const total = 1;\nconst Total = total + subtotal;" },
  { path: "a.ts", content: "a.b(c)" },
];
const loose = { matchCase: false, wholeWord: false };

test("every place is found with its line and column", () => {
  expect(searchFiles(files, "total", loose)).toEqual([
    {
      path: "b.ts",
      hits: [
        { line: 1, column: 7, length: 5, text: "const total = 1;" },
        { line: 2, column: 7, length: 5, text: "const Total = total + subtotal;" },
        { line: 2, column: 15, length: 5, text: "const Total = total + subtotal;" },
        { line: 2, column: 26, length: 5, text: "const Total = total + subtotal;" },
      ],
    },
  ]);
});

test("case and whole words narrow the places", () => {
  const count = (options: typeof loose) => searchFiles(files, "total", options)[0]?.hits.length;
  expect(count({ matchCase: true, wholeWord: false })).toBe(3);
  expect(count({ matchCase: true, wholeWord: true })).toBe(2);
});

test("signs of regular expressions mean themselves, and an empty text is nowhere", () => {
  expect(searchFiles(files, "a.b(c)", loose)).toHaveLength(1);
  expect(searchFiles(files, ".*", loose)).toEqual([]);
  expect(searchFiles(files, "", loose)).toEqual([]);
});

test("a text that is everywhere stops at 500 places", () => {
  const many = [{ path: "a.ts", content: "x".repeat(2000) }];
  expect(searchFiles(many, "x", loose)[0]?.hits).toHaveLength(500);
});
