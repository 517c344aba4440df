type Scalar = string | number | boolean | null | undefined;

/** Attributes by name; those without a value are left out. */
export type Attributes = Readonly<Record<string, Scalar>>;

function anyValue(value: string | number | boolean) {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** Attributes as OTLP's JSON writes them (opentelemetry/proto/common/v1/common.proto). */
export function toAttributes(attributes: Attributes) {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

/** Milliseconds since 1970 as OTLP's nanoseconds: a fixed64, which is a string in JSON. */
export function toNanos(ms: number): string {
  return String(BigInt(Math.round(ms * 1000)) * 1000n);
}

export const scope = { name: "annex" };
