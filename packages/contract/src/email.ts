import { z } from "zod";

/** A person's e-mail address as it is kept: without spaces around it, in lower case. */
export const emailSchema = z.string().trim().toLowerCase().pipe(z.email("This is no e-mail address.").max(254));
