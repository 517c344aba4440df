/**
 * CBOR (RFC 8949) as smithy's rpc-v2-cbor uses it: integers, doubles, text, bytes, arrays, maps, null, and tag 1 (epoch
 * seconds) for `Date`. Indefinite lengths are read, never written.
 */

const maxDepth = 32;
const BREAK = Symbol("break");

/** @throws Error for bytes that are no CBOR, or nest too deep. */
export function decodeCbor(bytes: Buffer): unknown {
  const reader = new Reader(bytes);
  const value = reader.read(0);
  if (value === BREAK || !reader.isAtEnd()) throw new Error("not one CBOR value");
  return value;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  read(depth: number): unknown {
    if (depth > maxDepth) throw new Error("CBOR nests too deep");
    const first = this.#take(1).readUInt8();
    const major = first >> 5;
    const info = first & 31;
    if (major === 7) return this.#simple(info);
    const length = info === 31 ? undefined : this.#argument(info);
    if (major === 0 && length !== undefined) return length;
    if (major === 1 && length !== undefined) return -1 - length;
    if (major === 2) return this.#string(length);
    if (major === 3) return this.#string(length).toString("utf8");
    if (major === 4) return this.#items(length, depth);
    if (major === 5) return this.#map(length, depth);
    if (major === 6 && length !== undefined) return this.#tagged(length, depth);
    throw new Error("bad CBOR");
  }

  #take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new Error("CBOR ends too early");
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #argument(info: number): number {
    if (info < 24) return info;
    if (info === 24) return this.#take(1).readUInt8();
    if (info === 25) return this.#take(2).readUInt16BE();
    if (info === 26) return this.#take(4).readUInt32BE();
    if (info === 27) return Number(this.#take(8).readBigUInt64BE());
    throw new Error("bad CBOR length");
  }

  #string(length: number | undefined): Buffer {
    if (length !== undefined) return this.#take(length);
    const chunks: Buffer[] = [];
    for (;;) {
      const first = this.#take(1).readUInt8();
      if (first === 255) return Buffer.concat(chunks);
      chunks.push(this.#take(this.#argument(first & 31)));
    }
  }

  #items(length: number | undefined, depth: number): unknown[] {
    const items: unknown[] = [];
    while (length === undefined || items.length < length) {
      const item = this.read(depth + 1);
      if (item === BREAK) {
        if (length === undefined) return items;
        throw new Error("bad CBOR array");
      }
      items.push(item);
    }
    return items;
  }

  #map(length: number | undefined, depth: number): Record<string, unknown> {
    const flat = this.#items(length === undefined ? undefined : length * 2, depth);
    const entries: [string, unknown][] = [];
    for (let index = 0; index + 1 < flat.length; index += 2) entries.push([String(flat[index]), flat[index + 1]]);
    return Object.fromEntries(entries);
  }

  #tagged(tag: number, depth: number): unknown {
    const value = this.read(depth + 1);
    return tag === 1 && typeof value === "number" ? new Date(value * 1000) : value;
  }

  #simple(info: number): unknown {
    if (info === 20) return false;
    if (info === 21) return true;
    if (info === 22 || info === 23) return null;
    if (info === 25) return halfToNumber(this.#take(2).readUInt16BE());
    if (info === 26) return this.#take(4).readFloatBE();
    if (info === 27) return this.#take(8).readDoubleBE();
    if (info === 31) return BREAK;
    throw new Error("bad CBOR");
  }
}

function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * 2 ** (exponent - 25) * (1024 + fraction);
}

/** Members that are undefined are left out. */
export function encodeCbor(value: unknown): Buffer {
  const parts: Buffer[] = [];
  write(value, parts);
  return Buffer.concat(parts);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8((major << 5) | 27);
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8(0xfb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function write(value: unknown, parts: Buffer[]): void {
  if (value === null || value === undefined) parts.push(Buffer.from([0xf6]));
  else if (typeof value === "boolean") parts.push(Buffer.from([value ? 0xf5 : 0xf4]));
  else if (typeof value === "number")
    parts.push(Number.isSafeInteger(value) && value >= 0 ? head(0, value) : double(value));
  else if (typeof value === "string") parts.push(head(3, Buffer.byteLength(value)), Buffer.from(value));
  else if (value instanceof Date) parts.push(Buffer.from([0xc1]), double(value.getTime() / 1000));
  else if (Array.isArray(value)) {
    parts.push(head(4, value.length));
    for (const item of value) write(item, parts);
  } else if (value instanceof Map) writeMap([...value], parts);
  else if (typeof value === "object") writeMap(Object.entries(value), parts);
  else throw new TypeError(`CBOR cannot carry a ${typeof value}`);
}

function writeMap(entries: readonly (readonly [string, unknown])[], parts: Buffer[]): void {
  const present = entries.filter(([, member]) => member !== undefined);
  parts.push(head(5, present.length));
  for (const [name, member] of present) {
    parts.push(head(3, Buffer.byteLength(name)), Buffer.from(name));
    write(member, parts);
  }
}
