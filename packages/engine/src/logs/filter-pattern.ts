/** CloudWatch's unstructured filter patterns: every term must be there, `-term` must not, `?term` any of them. */
export function matchesFilter(pattern: string, message: string): boolean {
  const terms = [...pattern.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(([, sign = "", quoted, bare]) => ({
    sign,
    text: (quoted ?? bare ?? "").replace(/\\(.)/g, "$1"),
  }));
  const any = terms.filter(({ sign }) => sign === "?");
  return (
    terms.every(
      ({ sign, text }) => sign === "?" || (sign === "-" ? !message.includes(text) : message.includes(text)),
    ) &&
    (any.length === 0 || any.some(({ text }) => message.includes(text)))
  );
}
