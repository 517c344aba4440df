/** The envelope's context of an e-mail's text: its row does not open in another one's place. */
export function mailContext(mailId: string): string {
  return `mail:${mailId}`;
}
