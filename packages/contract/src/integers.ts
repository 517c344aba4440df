import { z } from "zod";

/** What PostgreSQL's `integer` holds at the most. */
export const largestInteger = 2_147_483_647;

/** The number of a release or a layer's version, from 1 on. */
export const ordinalSchema = z.number().int().min(1).max(largestInteger);

/** As `ordinalSchema`, written as a part of a path. */
export const ordinalParamSchema = z.coerce.number().int().min(1).max(largestInteger);

/** A record's version: one more than it is still kept. */
export const recordVersionSchema = z
  .number()
  .int()
  .min(1)
  .max(largestInteger - 1);
