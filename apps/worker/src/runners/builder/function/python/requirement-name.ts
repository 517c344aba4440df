/** A project's name as the index knows it: https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function normalise(name: string): string {
  return name.replaceAll(/[-_.]+/g, "-").toLowerCase();
}
