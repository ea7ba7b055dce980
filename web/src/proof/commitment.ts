import { sha256 } from "@noble/hashes/sha2.js";
import { fromHex, join, Malformed, toHex, utf8 } from "./bytes";
import { CURVES, type Curve, checkParameters, type SplitParameters } from "./split";

const HASH_BYTES = 32;
export const SEED_BYTES = 32;
const FORMAT = "grandstand-tranche-1";

/** Everything that the commitment of a tranche covers besides its seed. */
export interface TrancheTerms {
  readonly pool: number;
  readonly tranche: number;
  readonly firstShare: number;
  readonly currency: string;
  readonly occasions: readonly string[];
  readonly lanes: number;
  readonly parameters: SplitParameters;
}

/** What is published before a tranche is given: nobody can find another seed or other terms with the same hash. */
export const commitmentOf = (seed: string, terms: string): string =>
  toHex(sha256(join(fromHex(seed, SEED_BYTES), utf8(terms))));

/** The digest of all commitments so far, in order; each batch names it. */
export const budgetDigest = (commitments: readonly string[]): string =>
  toHex(sha256(join(...commitments.map((commitment) => fromHex(commitment, HASH_BYTES)))));

/** Reads the text that was committed to; there is only one way to write the same terms. */
export function parseTerms(text: string): TrancheTerms {
  const terms = parseObject(text);
  if (canonical(terms) !== text || terms.format !== FORMAT) throw new Malformed("no terms of a tranche");
  const parameters: SplitParameters = {
    shares: wholeOf(terms.shares),
    totalMinor: wholeOf(terms.total_minor),
    minimumMinor: wholeOf(terms.minimum_minor),
    curve: curveOf(terms.curve),
    knots: listOf(terms.knots).map(wholeOf),
    tiers: listOf(terms.tiers).map((tier) => {
      const [shares, amountMinor] = listOf(tier);
      return { shares: wholeOf(shares), amountMinor: wholeOf(amountMinor) };
    }),
  };
  checkParameters(parameters);
  return {
    pool: wholeOf(terms.pool),
    tranche: wholeOf(terms.tranche),
    firstShare: wholeOf(terms.first_share),
    currency: String(terms.currency),
    occasions: listOf(terms.occasions).map(String),
    lanes: wholeOf(terms.lanes),
    parameters,
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Told below, like every other text that is no object.
  }
  throw new Malformed("the terms are no object");
}

const canonical = (terms: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1))));

function wholeOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new Malformed("no whole number");
  return value;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Malformed("no list");
  return value;
}

function curveOf(value: unknown): Curve {
  const curve = CURVES.find((known) => known === value);
  if (curve === undefined) throw new Malformed("no curve that we know");
  return curve;
}
