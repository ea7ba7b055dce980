import { hashes, verify } from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { fromHex, join, Malformed, toHex, utf8 } from "./bytes";

hashes.sha512 = sha512;

const HASH_BYTES = 32;
const KEY_ID_DIGITS = 16;
const SIGNATURE_BYTES = 64;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** What the chain of a lane says of one batch. */
export interface BatchHeader {
  readonly pool: number;
  readonly lane: number;
  readonly batch: number;
  readonly at: string;
  readonly claims: number;
  readonly amountMinor: number;
  readonly budget: string;
  readonly previous: string;
  readonly root: string;
}

/** What the chain says of one claim. */
export interface ClaimLine {
  readonly share: number;
  readonly amountMinor: number;
  /** The place of the occasion in the pool's list. */
  readonly occasion: number;
  readonly pseudonym: string;
}

const HEADER =
  /^grandstand-batch-1 pool=(\d+) lane=(\d+) batch=(\d+) at=(\S+) claims=(\d+) amount=(\d+) budget=([0-9a-f]{64}) previous=([0-9a-f]{64}) root=([0-9a-f]{64})$/;
const CLAIM = /^(\d{10}) (\d{16}) (\d{2}) ([0-9a-f]{32})$/;

export function parseHeader(line: string): BatchHeader {
  const [whole, pool, lane, batch, at, claims, amount, budget, previous, root] = HEADER.exec(line) ?? [];
  if (whole === undefined || Number.isNaN(Date.parse(at ?? ""))) throw new Malformed("no header of a batch");
  return {
    pool: toCount(pool),
    lane: toCount(lane),
    batch: toCount(batch),
    at: at ?? "",
    claims: toCount(claims),
    amountMinor: toCount(amount),
    budget: budget ?? "",
    previous: previous ?? "",
    root: root ?? "",
  };
}

export function parseClaimLine(line: string): ClaimLine {
  const [whole, share, amount, occasion, pseudonym] = CLAIM.exec(line) ?? [];
  if (whole === undefined) throw new Malformed("no line of a claim");
  return { share: toCount(share), amountMinor: toCount(amount), occasion: toCount(occasion), pseudonym: pseudonym ?? "" };
}

function toCount(digits: string | undefined): number {
  const count = Number(digits);
  if (!Number.isSafeInteger(count)) throw new Malformed(`no number that we can count with: ${digits}`);
  return count;
}

/** The head of a chain after the batch with this header. */
export const headOf = (header: string): string => toHex(sha256(utf8(`${header}\n`)));

/** The id under which a public key is published. */
export const keyIdOf = (publicKey: string): string =>
  toHex(sha256(fromHex(publicKey, HASH_BYTES))).slice(0, KEY_ID_DIGITS);

/** Whether the owner of the key signed this header: Ed25519, RFC 8032. */
export function isSigned(header: string, signature: string, publicKey: string): boolean {
  const [signed, key] = [fromHex(signature, SIGNATURE_BYTES), fromHex(publicKey, HASH_BYTES)];
  try {
    return verify(signed, utf8(`${header}\n`), key, { zip215: false });
  } catch {
    // Bytes that are no point of the curve are no signature either.
    return false;
  }
}

/** The root that the path leads to from a claim's place among so many: RFC 9162, 2.1.3.2. */
export function rootOf(claim: string, index: number, claims: number, path: readonly string[]): string {
  if (!Number.isSafeInteger(index) || index < 0 || index >= claims) throw new Malformed("no place in the batch");
  let here = index;
  let last = claims - 1;
  let hash = sha256(join(LEAF, utf8(`${claim}\n`)));
  for (const step of path) {
    if (last === 0) throw new Malformed("the path is too long");
    const sibling = fromHex(step, HASH_BYTES);
    if (here % 2 === 1 || here === last) {
      hash = sha256(join(NODE, sibling, hash));
      while (here % 2 === 0 && here !== 0) [here, last] = [half(here), half(last)];
    } else {
      hash = sha256(join(NODE, hash, sibling));
    }
    [here, last] = [half(here), half(last)];
  }
  if (last !== 0) throw new Malformed("the path is too short");
  return toHex(hash);
}

const half = (count: number): number => Math.floor(count / 2);
