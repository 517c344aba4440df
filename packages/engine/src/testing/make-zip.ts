import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  readonly content: string;
  /** Unix mode with its file type; a plain file otherwise. */
  readonly mode?: number;
  /** What the headers say of the size, where it is not the truth. */
  readonly claimedSize?: number;
  readonly compress?: boolean;
}

interface Written {
  readonly local: Buffer;
  readonly central: Buffer;
}

const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;
const endOfCentral = 0x06054b50;

function write({ name, content, mode = 0o100644, claimedSize, compress = false }: ZipEntry, offset: number): Written {
  const raw = Buffer.from(content);
  const data = compress ? deflateRawSync(raw) : raw;
  const fileName = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0); // version that can read it
  common.writeUInt16LE(compress ? 8 : 0, 4);
  common.writeUInt32LE(crc32(raw), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(claimedSize ?? raw.length, 18);
  common.writeUInt16LE(fileName.length, 22);
  const local = Buffer.concat([numbers([localHeader]), common, fileName, data]);
  const attributes = numbers([(mode << 16) >>> 0, offset]);
  const madeByUnix = Buffer.from([20, 3]);
  const central = Buffer.concat([numbers([centralHeader]), madeByUnix, common, Buffer.alloc(6), attributes, fileName]);
  return { local, central };
}

function numbers(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeUInt32LE(value, index * 4);
  return buffer;
}

/** A zip by hand, because no library writes the hostile ones. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = write(entry, offset);
    locals.push(local);
    centrals.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(endOfCentral, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
