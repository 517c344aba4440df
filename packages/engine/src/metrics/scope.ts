/** A dimension of a metric, in CloudWatch's words. */
export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** The text that a set of dimensions is kept under, whatever their order: `FunctionName=f,Resource=f:live`. */
export function scopeOf(dimensions: readonly Dimension[]): string {
  return dimensions
    .map(({ Name, Value }) => `${Name}=${Value}`)
    .sort()
    .join(",");
}

/** The dimensions of a scope. Names of functions and qualifiers contain neither of the two separators. */
export function dimensionsOf(scope: string): Dimension[] {
  if (scope === "") return [];
  return scope.split(",").map((pair) => {
    const [Name = "", Value = ""] = pair.split("=");
    return { Name, Value };
  });
}
