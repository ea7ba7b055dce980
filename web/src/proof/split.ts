/**
 * How a total is split into numbered shares, from the seed alone: `src/grandstand/campaign/split.py` in the browser.
 *
 * Whole numbers of 64 bits are needed on the way, so all of it is BigInt; it is done for one share at a time.
 */
import { blake2b } from "@noble/hashes/blake2.js";
import { littleEndian64, Malformed, utf8 } from "./bytes";

export const CURVES = ["equal", "uniform", "exponential", "lottery"] as const;
export type Curve = (typeof CURVES)[number];

export interface Tier {
  readonly shares: number;
  readonly amountMinor: number;
}

/** What an amount depends on, apart from the seed. */
export interface SplitParameters {
  readonly shares: number;
  readonly totalMinor: number;
  readonly minimumMinor: number;
  readonly curve: Curve;
  readonly knots: readonly number[];
  readonly tiers: readonly Tier[];
}

const ROUNDS = 6;
const KNOTS = 4096n;
const JITTER_BITS = 16n;
const JITTERS_A_DIGEST = 32n;
const FRACTION_BITS_MAX = 30n;
const INT64_BITS = 63n;
const SUBKEY_BYTES = 32;
const DIGEST_BYTES = 64;
const WORDS_A_DIGEST = 8n;

/** Passes when the amounts that follow from these parameters add up to the total, whatever the seed is. */
export function checkParameters({ shares, totalMinor, minimumMinor, curve, knots, tiers }: SplitParameters): void {
  const extra = totalMinor - shares * minimumMinor;
  const sum = (pick: (tier: Tier) => number): number => tiers.reduce((before, tier) => before + pick(tier), 0);
  const isRight = {
    equal: () => knots.length === 0 && tiers.length === 0,
    uniform: () => tiers.length === 0 && climbs(knots, extra),
    exponential: () => tiers.length === 0 && climbs(knots, extra),
    lottery: () =>
      knots.length === 0 &&
      sum((tier) => tier.shares) === shares &&
      sum((tier) => tier.shares * tier.amountMinor) === totalMinor,
  }[curve];
  if (shares < 1 || extra < 0 || !isRight()) throw new Malformed("the parameters do not add up");
}

const climbs = (knots: readonly number[], extra: number): boolean =>
  knots.length === Number(KNOTS) + 1 &&
  knots[0] === 0 &&
  knots.at(-1) === extra &&
  knots.every((knot, at) => at === 0 || knot >= (knots[at - 1] ?? 0));

/** The amount of a share in minor units; the number counts from the first share of its tranche. */
export function amountOf(seed: Uint8Array, parameters: SplitParameters, number: number): number {
  const rank = permute(seed, BigInt(parameters.shares), BigInt(number));
  if (parameters.curve === "lottery") return tierOf(parameters.tiers, rank);
  const height = parameters.curve === "equal" ? evenHeight : curvedHeight;
  return parameters.minimumMinor + Number(height(seed, parameters, rank + 1n) - height(seed, parameters, rank));
}

/** The keyed rank of a share: a bijection of [0, shares), six rounds of an unbalanced Feistel network. */
export function permute(seed: Uint8Array, shares: bigint, number: bigint): bigint {
  const [a, b] = feistelSides(shares);
  let at = number;
  do {
    let [left, right] = [at / b, at % b];
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round % 2 === 0) left = (left + roundWord(seed, round, right) % a) % a;
      else right = (right + roundWord(seed, round, left) % b) % b;
    }
    at = left * b + right;
  } while (at >= shares);
  return at;
}

function feistelSides(shares: bigint): readonly [bigint, bigint] {
  const b = BigInt(squareRoot(shares - 1n)) + 1n;
  return [(shares + b - 1n) / b, b];
}

/** The floating-point root of a number below 2^53 is off by less than one, so a step either way makes it exact. */
function squareRoot(square: bigint): bigint {
  let root = BigInt(Math.floor(Math.sqrt(Number(square))));
  while (root * root > square) root -= 1n;
  while ((root + 1n) * (root + 1n) <= square) root += 1n;
  return root;
}

function roundWord(seed: Uint8Array, round: number, input: bigint): bigint {
  const key = subkey(seed, `permutation round ${round}`);
  const digest = blake2b(littleEndian64(input / WORDS_A_DIGEST), { key, dkLen: DIGEST_BYTES });
  return new DataView(digest.buffer, digest.byteOffset).getBigUint64(Number(input % WORDS_A_DIGEST) * 8, true);
}

const subkey = (seed: Uint8Array, purpose: string): Uint8Array =>
  blake2b(utf8(purpose), { key: seed, dkLen: SUBKEY_BYTES });

function tierOf(tiers: readonly Tier[], rank: bigint): number {
  let end = 0n;
  for (const tier of tiers) {
    end += BigInt(tier.shares);
    if (rank < end) return tier.amountMinor;
  }
  throw new Malformed("the rank lies in no tier");
}

type Height = (seed: Uint8Array, parameters: SplitParameters, rank: bigint) => bigint;

const extraOf = (parameters: SplitParameters): bigint =>
  BigInt(parameters.totalMinor) - BigInt(parameters.shares) * BigInt(parameters.minimumMinor);

const evenHeight: Height = (_, parameters, rank) => (extraOf(parameters) * rank) / BigInt(parameters.shares);

const curvedHeight: Height = (seed, { shares, knots }, rank) => {
  const width = BigInt(shares) << JITTER_BITS;
  const scaled = positionOf(seed, BigInt(shares), rank) * KNOTS;
  const cell = scaled / width;
  if (cell >= KNOTS) return BigInt(knots.at(-1) ?? 0);
  const bits = fractionBits(knots);
  const fraction = ((scaled % width) << FRACTION_BITS_MAX) / width >> (FRACTION_BITS_MAX - bits);
  const [low, high] = [BigInt(knots[Number(cell)] ?? 0), BigInt(knots[Number(cell) + 1] ?? 0)];
  return low + (((high - low) * fraction) >> bits);
};

/** Where a boundary lies: moved by up to half a share, but for the first and the last one. */
function positionOf(seed: Uint8Array, shares: bigint, rank: bigint): bigint {
  const position = rank << JITTER_BITS;
  if (rank <= 0n || rank >= shares) return position;
  const key = subkey(seed, "jitter");
  const digest = blake2b(littleEndian64(rank / JITTERS_A_DIGEST), { key, dkLen: DIGEST_BYTES });
  const word = new DataView(digest.buffer, digest.byteOffset).getUint16(Number(rank % JITTERS_A_DIGEST) * 2, true);
  return position + BigInt(word) - (1n << (JITTER_BITS - 1n));
}

/** How many bits of a fraction the arithmetic of 64 bits can multiply with the steepest step of the curve. */
function fractionBits(knots: readonly number[]): bigint {
  const steepest = knots.reduce((most, knot, at) => Math.max(most, knot - (knots[at - 1] ?? knot)), 0);
  const room = INT64_BITS - BigInt(steepest === 0 ? 0 : steepest.toString(2).length);
  return room < FRACTION_BITS_MAX ? room : FRACTION_BITS_MAX;
}
