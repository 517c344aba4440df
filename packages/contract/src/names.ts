import { z } from "zod";

/** What a name holds that goes into the subject of an e-mail, a log line or an audit event: one line of text. */
export const oneLine = /^[^\p{Cc}\u2028\u2029]*$/u;
export const oneLineMessage = "A name is one line, without control characters.";

/** A name in words, such as that of an alert rule, an access token or a test event. */
export const nameSchema = z.string().min(1).max(80).regex(oneLine, oneLineMessage);
