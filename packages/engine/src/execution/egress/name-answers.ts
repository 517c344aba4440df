/** The first question of a DNS query (RFC 1035 section 4.1): its name in lower case (`?` for what no host's name has), its type, where it ends. */
export interface Question {
  readonly name: string;
  readonly type: number;
  readonly end: number;
}

const TYPE_A = 1;
const HEADER_BYTES = 12;
/** What stands in no host's name. A dot within a label would read as two labels, a line's end as two log lines. */
const outsideOfNames = /[^!-~]|\./g;

export function readQuestion(query: Buffer): Question | undefined {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at]; length !== undefined && length > 0; length = query[at]) {
    if (length > 63 || at + 1 + length >= query.length) return undefined;
    labels.push(query.toString("latin1", at + 1, at + 1 + length).replace(outsideOfNames, "?"));
    at += 1 + length;
  }
  if (query.length < at + 5) return undefined;
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** Answers an address for a name we know, nothing for its other types, and NXDOMAIN for every other name. */
export function answerQuestion(query: Buffer, question: Question, address: string | undefined): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  const isAddress = address !== undefined && question.type === TYPE_A;
  header.writeUInt16BE(0x8180 | (address === undefined ? 3 : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(isAddress ? 1 : 0, 6);
  const parts = [header, query.subarray(HEADER_BYTES, question.end)];
  // A pointer to the question's name, type A, class IN, 60 seconds, 4 bytes.
  if (isAddress) parts.push(Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split(".").map(Number)]));
  return Buffer.concat(parts);
}
