import { invocationModeSchema } from "@annex/contract";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { parse } from "../parse.ts";

const querySchema = z.object({ mode: invocationModeSchema.default("sync") });

/** How the caller wants it: `?mode=`. @throws AppError `invalid_request` for a word that is none. */
export function modeOf(request: FastifyRequest): z.infer<typeof invocationModeSchema> {
  if (!request.url.includes("?")) return "sync";
  return parse(querySchema, request.query).mode;
}
