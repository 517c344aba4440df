import type { FastifyRequest } from "fastify";

/** Whether the caller asks for `text/event-stream` in so many words (RFC 9110, 12.5.1): a wildcard does not. */
export function wantsEvents({ headers }: FastifyRequest): boolean {
  const ranges = (headers.accept ?? "").toLowerCase().split(",");
  return ranges.some((range) => {
    const [type, ...parameters] = range.split(";").map((part) => part.trim());
    return type === "text/event-stream" && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
