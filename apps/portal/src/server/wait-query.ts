import { z } from "zod";

/** `?wait=10` answers when it is done, or after 10 seconds. */
export const waitQuery = z.object({ wait: z.coerce.number().int().min(0).max(30).default(0) });
