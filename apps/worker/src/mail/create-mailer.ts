import type { NewMail } from "@annex/contract";
import { createTransport } from "nodemailer";

export interface Mailer {
  /** `id` becomes the Message-ID, so that a mail server can tell a repetition. @throws where it was not taken. */
  send(mail: NewMail & { readonly id: string }): Promise<void>;
}

interface MailerOptions {
  /** `smtps://user:password@host:465`, or `smtp://host:587`. */
  readonly url: string;
  /** `Annex <annex@example.com>`. */
  readonly from: string;
}

const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Sends plain text by SMTP, one connection for each e-mail; nothing in a text is fetched or attached. */
export function createMailer({ url, from }: MailerOptions): Mailer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  const auth = username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {};
  const transport = createTransport({
    ...{ host: hostname, port: Number(port || (secure ? 465 : 587)), secure, ...auth, ...timeouts },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  return {
    async send({ id, to, subject, text }) {
      await transport.sendMail({ from, to, subject, text, messageId: `<${id}@annex>` });
    },
  };
}
