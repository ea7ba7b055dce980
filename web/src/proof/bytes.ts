import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

export { bytesToHex as toHex, concatBytes as join, utf8ToBytes as utf8 };

/** Something that was to be checked does not have its form at all. */
export class Malformed extends Error {
  override readonly name = "Malformed";
}

/** The bytes of so many lower-case hex digits; anything else is malformed. */
export function fromHex(digits: string, bytes: number): Uint8Array {
  if (digits.length !== bytes * 2 || !/^[0-9a-f]*$/.test(digits)) throw new Malformed(`not ${bytes} bytes in hex`);
  return hexToBytes(digits);
}

/** A whole number as eight bytes, the least first. */
export function littleEndian64(number: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, number, true);
  return bytes;
}
