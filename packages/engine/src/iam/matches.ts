/** IAM's wildcards: `*` any text, `?` one character. Linear, whatever the pattern. */
export function matches(pattern: string, text: string, ignoreCase = false): boolean {
  const wanted = ignoreCase ? pattern.toLowerCase() : pattern;
  const given = ignoreCase ? text.toLowerCase() : text;
  let at = 0;
  let star = -1;
  let resume = 0;
  let index = 0;
  while (index < given.length) {
    const character = wanted[at];
    if (character === "*") {
      star = at;
      resume = index;
      at += 1;
    } else if (character === "?" || character === given[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else return false;
  }
  while (wanted[at] === "*") at += 1;
  return at === wanted.length;
}
