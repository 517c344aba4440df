const shown = "[secret]";

/**
 * What looks like a secret wherever it stands. Tenant code chooses the text, megabytes of it: every repetition is
 * bounded, and what may be long begins where nothing of its kind stands before it, so that no character is looked at
 * from every beginning again.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----BEGIN )[\s\S]){0,8000}?-----END [A-Z ]{0,40}PRIVATE KEY-----/g,
    shown,
  ],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, shown],
  [/(?<![\w-])eyJ[\w-]{8,2000}\.[\w-]{8,4000}\.[\w-]{8,2000}/g, shown],
  [/\bannex_pat_[\w-]{20,100}/g, shown],
  [/\b(Bearer|Basic) {1,4}[\w.~+/-]{8,4000}={0,2}/gi, `$1 ${shown}`],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{1,100}:)[^\s@/]{1,200}@/gi, `$1${shown}@`],
  [
    /\b(pass(?:word|wd|phrase)|secret|api[_-]?key|client[_-]?secret|access[_-]?token|refresh[_-]?token|private[_-]?key)(\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?)(?=[^\s"',;&\\]{0,200}\d)[^\s"',;&\\]{8,500}/gi,
    `$1$2${shown}`,
  ],
];

/** A text without what looks like a key, a token or a password. What a function was handed is known and taken out before. */
export function scrubPatterns(text: string): string {
  return patterns.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text);
}
