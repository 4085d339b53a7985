import { crc32 } from "node:zlib";

/** A ZIP archive of one program, not compressed, with the right to execute it. */
export function zipOf(name: string, contents: Buffer): Buffer {
  const file = Buffer.from(name);
  // Version, flags, method, time and date, then sum, sizes and the length of the name.
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt32LE(crc32(contents), 10);
  facts.writeUInt32LE(contents.length, 14);
  facts.writeUInt32LE(contents.length, 18);
  facts.writeUInt16LE(file.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), facts, file]);
  // Made on Unix; at the end of an entry its mode and where the file begins.
  const more = Buffer.alloc(14);
  more.writeUInt32LE((0o100755 << 16) >>> 0, 6);
  const entry = Buffer.concat([Buffer.from("PK\x01\x02\x14\x03"), facts, more, file]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(entry.length, 8);
  end.writeUInt32LE(local.length + contents.length, 12);
  return Buffer.concat([local, contents, entry, Buffer.from("PK\x05\x06"), end]);
}
