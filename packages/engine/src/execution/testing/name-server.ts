import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import { readQuestion } from "../egress/name-answers.ts";

export interface NameServer {
  /** `address:port` */
  readonly address: string;
  close(): void;
}

const TYPE = { a: 1, aaaa: 28 } as const;

/**
 * A name server that answers with what `addressesOf` says at that moment, so that a test may change its mind between
 * two questions as an attacker's does. IPv6 addresses are written in full, eight groups.
 */
export async function startNameServer(addressesOf: (name: string) => readonly string[]): Promise<NameServer> {
  const socket = createSocket("udp4");
  socket.on("message", (query, sender) => {
    const question = readQuestion(query);
    if (question === undefined) return;
    const six = question.type === TYPE.aaaa;
    const addresses = addressesOf(question.name).filter((address) => isIPv6(address) === six);
    const header = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, 0x80, 0, 1, 0, addresses.length, 0, 0, 0, 0]);
    const answers = addresses.map((address) => record(question.type, six ? sixBytes(address) : fourBytes(address)));
    socket.send(Buffer.concat([header, query.subarray(12, question.end), ...answers]), sender.port, sender.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}

/** A pointer to the question's name, its type, class IN, no seconds to live. */
function record(type: number, address: readonly number[]): Buffer {
  return Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, address.length, ...address]);
}

const fourBytes = (address: string) => address.split(".").map(Number);

function sixBytes(address: string): number[] {
  return address.split(":").flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}
