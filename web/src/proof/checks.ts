import { fromHex, Malformed } from "./bytes";
import { headOf, isSigned, keyIdOf, parseClaimLine, parseHeader, rootOf } from "./chain";
import { budgetDigest, commitmentOf, parseTerms, SEED_BYTES } from "./commitment";
import type { Proof, ProofTranche } from "./proof";
import { amountOf } from "./split";

/** What is checked, in the order in which it is told. */
export const CHECKS = ["signature", "claim", "batch", "budget", "seed", "amount"] as const;
export type CheckName = (typeof CHECKS)[number];

/** Why a check failed. */
export const REASONS = [
  "unreadable",
  "key-unknown",
  "signature-wrong",
  "other-pool",
  "other-share",
  "other-amount",
  "other-occasion",
  "path-wrong",
  "head-differs",
  "budget-unknown",
  "tranche-missing",
  "committed-late",
  "commitment-wrong",
  "terms-differ",
  "amount-differs",
] as const;
export type Reason = (typeof REASONS)[number];

/** `pending` is what can only be checked once the seed is revealed. */
export type Outcome = { readonly is: "passed" } | { readonly is: "pending" } | { readonly is: "failed"; readonly reason: Reason };
export type Verdict = Outcome["is"];

export interface Check {
  readonly name: CheckName;
  readonly outcome: Outcome;
}

const PASSED: Outcome = { is: "passed" };
const PENDING: Outcome = { is: "pending" };
const failed = (reason: Reason): Outcome => ({ is: "failed", reason });

/** Every check of a proof with its own result; whatever the proof holds, this returns. */
export const checkProof = (proof: Proof): readonly Check[] =>
  CHECKS.map((name) => ({ name, outcome: attempt(() => RULES[name](proof)) }));

export function verdictOf(checks: readonly Check[]): Verdict {
  const has = (verdict: Verdict) => checks.some(({ outcome }) => outcome.is === verdict);
  return has("failed") ? "failed" : has("pending") ? "pending" : "passed";
}

function attempt(check: () => Outcome): Outcome {
  try {
    return check();
  } catch {
    // What cannot be read proves nothing, whether it lacks its form or is of another kind altogether.
    return failed("unreadable");
  }
}

const RULES: Readonly<Record<CheckName, (proof: Proof) => Outcome>> = {
  signature: ({ receipt, document }) => {
    const key = document.keys.find(({ id }) => id === receipt.key);
    if (!key || keyIdOf(key.public) !== receipt.key) return failed("key-unknown");
    return isSigned(receipt.header, receipt.signature, key.public) ? PASSED : failed("signature-wrong");
  },

  claim: ({ claim, receipt, document }) => {
    const line = parseClaimLine(receipt.claim);
    const { pool } = parseHeader(receipt.header);
    if (pool !== claim.pool || document.pool !== claim.pool) return failed("other-pool");
    if (line.share !== claim.share) return failed("other-share");
    if (line.amountMinor !== claim.amount_minor || document.currency !== claim.currency) return failed("other-amount");
    return document.occasions[line.occasion] === claim.occasion ? PASSED : failed("other-occasion");
  },

  batch: ({ receipt, document }) => {
    const header = parseHeader(receipt.header);
    if (rootOf(receipt.claim, receipt.index, header.claims, receipt.path) !== header.root) return failed("path-wrong");
    const published = document.heads.find(({ lane, batch }) => lane === header.lane && batch === header.batch);
    return published && published.head !== headOf(receipt.header) ? failed("head-differs") : PASSED;
  },

  budget: (proof) => {
    const header = parseHeader(proof.receipt.header);
    const { tranches } = proof.document;
    const known = prefixOf(tranches, header.budget);
    if (known === 0) return failed("budget-unknown");
    const tranche = trancheOf(proof);
    if (!tranche || tranches.indexOf(tranche) >= known) return failed("tranche-missing");
    return Date.parse(tranche.committed_at) <= Date.parse(header.at) ? PASSED : failed("committed-late");
  },

  seed: (proof) => {
    const tranche = requireTranche(proof);
    if (tranche.seed === null) return PENDING;
    if (typeof tranche.terms !== "string") return failed("unreadable");
    if (commitmentOf(tranche.seed, tranche.terms) !== tranche.commitment) return failed("commitment-wrong");
    const terms = parseTerms(tranche.terms);
    const { document } = proof;
    const same =
      terms.pool === document.pool &&
      terms.tranche === tranche.number &&
      terms.firstShare === tranche.first_share &&
      terms.currency === document.currency &&
      terms.lanes === document.lanes &&
      terms.occasions.join(",") === document.occasions.join(",") &&
      terms.parameters.shares === tranche.shares &&
      terms.parameters.totalMinor === tranche.total_minor;
    return same ? PASSED : failed("terms-differ");
  },

  amount: (proof) => {
    const tranche = requireTranche(proof);
    if (tranche.seed === null) return PENDING;
    return recompute(proof) === proof.claim.amount_minor ? PASSED : failed("amount-differs");
  },
};

/** The amount that follows from the revealed seed, or null while there is none. */
export function recompute(proof: Proof): number | null {
  const tranche = requireTranche(proof);
  if (tranche.seed === null || typeof tranche.terms !== "string") return null;
  const { parameters } = parseTerms(tranche.terms);
  return amountOf(fromHex(tranche.seed, SEED_BYTES), parameters, proof.claim.share - tranche.first_share);
}

/** How many commitments, from the first on, have this digest; none when 0. */
function prefixOf(tranches: readonly ProofTranche[], budget: string): number {
  const commitments = tranches.map(({ commitment }) => commitment);
  const lengths = commitments.map((_, at) => at + 1);
  return lengths.find((length) => budgetDigest(commitments.slice(0, length)) === budget) ?? 0;
}

/** The tranche that the share lies in. */
export const trancheOf = ({ claim, document }: Proof): ProofTranche | undefined =>
  document.tranches.find(({ first_share, shares }) => first_share <= claim.share && claim.share < first_share + shares);

function requireTranche(proof: Proof): ProofTranche {
  const tranche = trancheOf(proof);
  if (!tranche) throw new Malformed("the share lies in no tranche");
  return tranche;
}
