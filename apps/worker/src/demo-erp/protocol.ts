/**
 * The protocol of the demo's external system, as an old ERP would have it. Each message is four ASCII digits that
 * count the bytes that follow, then fields of fixed width, text padded with spaces on the right, numbers with zeros on
 * the left.
 *
 *     request   POST    operation          4
 *               number  invoice number    20
 *               amount  minor units       12
 *               cur     ISO 4217           3
 *               name    supplier          40      = 79 bytes
 *     answer    status  OK or ER           2
 *               ref     ERP's reference   16
 *               text    reason            60      = 78 bytes
 */
export interface Posting {
  readonly number: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly supplier: string;
}

export interface PostingAnswer {
  readonly status: "OK" | "ER";
  readonly reference: string;
  readonly text: string;
}

const requestBytes = 79;
const lengthBytes = 4;
/** A peer that sends more than this without a whole message speaks another protocol. */
const maxBuffered = 4096;

function frame(body: string): Buffer {
  const bytes = Buffer.from(body, "latin1");
  return Buffer.concat([Buffer.from(String(bytes.length).padStart(lengthBytes, "0")), bytes]);
}

/** @throws Error when the body is no posting. */
export function readPosting(body: Buffer): Posting {
  const text = body.toString("latin1");
  if (body.length !== requestBytes || !text.startsWith("POST")) throw new Error("UNKNOWN MESSAGE");
  const amount = text.slice(24, 36);
  if (!/^\d{12}$/.test(amount)) throw new Error("AMOUNT IS NOT NUMERIC");
  const part = (from: number, to: number) => text.slice(from, to).trimEnd();
  return { number: part(4, 24), amountMinor: Number(amount), currency: part(36, 39), supplier: part(39, 79) };
}

export function writeAnswer({ status, reference, text }: PostingAnswer): Buffer {
  return frame(status + reference.slice(0, 16).padEnd(16) + text.slice(0, 60).padEnd(60));
}

/** Cuts whole messages off the front of what has arrived. @throws Error when it cannot be this protocol. */
export function takeMessages(buffered: Buffer): { messages: Buffer[]; rest: Buffer } {
  const messages: Buffer[] = [];
  let rest = buffered;
  while (rest.length >= lengthBytes) {
    const digits = rest.subarray(0, lengthBytes).toString("latin1");
    if (!/^\d{4}$/.test(digits)) throw new Error("LENGTH IS NOT NUMERIC");
    const end = lengthBytes + Number(digits);
    if (rest.length < end) break;
    messages.push(rest.subarray(lengthBytes, end));
    rest = rest.subarray(end);
  }
  if (rest.length > maxBuffered) throw new Error("MESSAGE TOO LONG");
  return { messages, rest };
}
