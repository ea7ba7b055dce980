/** A table that she brings: a file of text, whichever way it was written. Pure. */

export const TABLE_BYTES_MAX = 1024 * 1024;
export const TABLE_TYPES = ".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values";

export type TableFault = "empty" | "too_large" | "no_text";
export type TableText = { readonly text: string } | { readonly fault: TableFault };

/** What is wrong with a file by its size alone. */
export function faultOfSize(bytes: number): TableFault | null {
  if (bytes === 0) return "empty";
  return bytes > TABLE_BYTES_MAX ? "too_large" : null;
}

/** The text of a file in UTF-8, UTF-16 or Latin-1; what holds a null character is no text. */
export function textOfTable(bytes: Uint8Array): TableText {
  const fault = faultOfSize(bytes.length);
  if (fault !== null) return { fault };
  const text = decoded(bytes);
  if (text.includes("\0") || text.includes("\ufffd")) return { fault: "no_text" };
  return text.trim() === "" ? { fault: "empty" } : { text };
}

function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  const silent = zeroesOf(bytes);
  if (silent !== null) return new TextDecoder(silent === 1 ? "utf-16le" : "utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

const LOOKED_AT_BYTES = 1024;

/** Where every second byte is null the text is UTF-16 without its mark: 1 for the odd ones, 0 for the even; else null. */
function zeroesOf(bytes: Uint8Array): 0 | 1 | null {
  const looked = Math.min(bytes.length, LOOKED_AT_BYTES);
  const zeroes = [0, 0];
  for (let at = 0; at < looked; at += 1) {
    if (bytes[at] === 0) zeroes[at % 2] = (zeroes[at % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeroes;
  if (odd > looked / 4 && even === 0) return 1;
  return even > looked / 4 && odd === 0 ? 0 : null;
}
