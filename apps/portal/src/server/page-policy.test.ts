import { expect, test } from "vitest";
import { pagePolicy } from "./page-policy";

const directives = (isDevelopment: boolean) =>
  Object.fromEntries(
    pagePolicy({ nonce: "bm9uY2U=", isDevelopment })
      .split("; ")
      .map((directive) => {
        const [name = "", ...sources] = directive.split(" ");
        return [name, sources];
      }),
  );

test("a page runs our own files and scripts with its nonce, and no text", () => {
  expect(directives(false)["script-src"]).toEqual(["'self'", "'nonce-bm9uY2U='"]);
  expect(directives(true)["script-src"]).toContain("'unsafe-eval'");
});

test("a page sends nothing elsewhere, is framed by nobody, and loads no plug-in and no other base", () => {
  expect(directives(false)).toMatchObject({
    "default-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
  });
});
