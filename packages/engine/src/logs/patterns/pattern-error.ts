/** What is wrong with a pattern. */
export class PatternError extends Error {}
