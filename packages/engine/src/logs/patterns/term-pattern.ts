/** Unstructured patterns: every term must be there, `-term` must not, `?term` any of them. */
export function parseTerms(pattern: string): (message: string) => boolean {
  const terms = [...pattern.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(([, sign = "", quoted, bare]) => ({
    sign,
    text: (quoted ?? bare ?? "").replace(/\\(.)/g, "$1"),
  }));
  const needed = terms.filter(({ sign }) => sign === "").map(({ text }) => text);
  const unwanted = terms.filter(({ sign }) => sign === "-").map(({ text }) => text);
  const any = terms.filter(({ sign }) => sign === "?").map(({ text }) => text);
  return (message) =>
    needed.every((text) => message.includes(text)) &&
    unwanted.every((text) => !message.includes(text)) &&
    (any.length === 0 || any.some((text) => message.includes(text)));
}
