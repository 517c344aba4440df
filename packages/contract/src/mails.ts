import { z } from "zod";

/** `kept`: no mail server is set, so that an operator reads it here and passes it on. */
export const mailStateSchema = z.enum(["queued", "kept", "sent", "failed"]);
export type MailState = z.infer<typeof mailStateSchema>;

/** An e-mail of the outbox, without its text. */
export const mailSchema = z.object({
  id: z.string(),
  /** Slug; null for one of the platform's own. */
  tenant: z.string().nullable(),
  to: z.string(),
  subject: z.string(),
  state: mailStateSchema,
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type Mail = z.infer<typeof mailSchema>;

/** `text` is null once it was sent. */
export const mailDetailSchema = mailSchema.extend({ text: z.string().nullable() });
export type MailDetail = z.infer<typeof mailDetailSchema>;

export const mailQuerySchema = z.object({
  state: mailStateSchema.optional(),
  /** `nextCursor` of the page before. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type MailQuery = z.infer<typeof mailQuerySchema>;

/** What is written: plain text, one line of subject. */
export const newMailSchema = z.object({
  to: z.email().max(254),
  subject: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\r\n]*$/, "A subject is one line."),
  text: z.string().min(1).max(20_000),
});
export type NewMail = z.infer<typeof newMailSchema>;
