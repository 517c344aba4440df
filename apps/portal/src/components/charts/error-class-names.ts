import type { ErrorClass } from "@annex/contract";

/** Error classes as people read them. */
export const errorClassNames: Readonly<Record<ErrorClass, string>> = {
  user: "In the code",
  configuration: "Configuration",
  timeout: "Timeout",
  out_of_memory: "Out of memory",
  throttle: "Throttled",
  platform: "Platform",
};
