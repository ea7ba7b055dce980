import assert from "node:assert/strict";
import { test } from "node:test";
import { getPublicKey, sign } from "@noble/ed25519";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Claim, Tranche } from "../src/kit/contract";
import { join, toHex, utf8 } from "../src/proof/bytes";
import { headOf, keyIdOf, rootOf } from "../src/proof/chain";
import { type CheckName, checkProof, type Reason, verdictOf } from "../src/proof/checks";
import { budgetDigest, commitmentOf } from "../src/proof/commitment";
import { type Proof, writeProof } from "../src/proof/proof";
import { amountOf } from "../src/proof/split";

const SECRET = sha256(utf8("the key of the receipts"));
const SEED = sha256(utf8("the seed of the pool"));
const OCCASIONS = ["launch", "day:2026-02-06"];
const CLAIMS = 11;
const INDEX = 6;

const terms = (changes: object = {}): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries({
        format: "grandstand-tranche-1", pool: 7, tranche: 1, first_share: 0, currency: "CNY", occasions: OCCASIONS, lanes: 2,
        curve: "lottery", shares: 100, total_minor: 5_000, minimum_minor: 0, knots: [], tiers: [[90, 50], [9, 0], [1, 500]],
        ...changes,
      }).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );

/** The tree of RFC 9162, 2.1, as it is defined. */
function treeOf(leaves: readonly string[]): Uint8Array {
  const [only] = leaves;
  if (leaves.length === 1) return sha256(join(Uint8Array.of(0), utf8(`${only}\n`)));
  const cut = cutOf(leaves.length);
  return sha256(join(Uint8Array.of(1), treeOf(leaves.slice(0, cut)), treeOf(leaves.slice(cut))));
}

function pathOf(leaves: readonly string[], index: number): string[] {
  if (leaves.length === 1) return [];
  const cut = cutOf(leaves.length);
  const [left, right] = [leaves.slice(0, cut), leaves.slice(cut)];
  return index < cut
    ? [...pathOf(left, index), toHex(treeOf(right))]
    : [...pathOf(right, index - cut), toHex(treeOf(left))];
}

const cutOf = (leaves: number): number => 2 ** Math.floor(Math.log2(leaves - 1));

const lineOf = (share: number, amount: number): string =>
  `${String(share).padStart(10, "0")} ${String(amount).padStart(16, "0")} 01 ${"ab".repeat(16)}`;

function makeProof({ revealed = false, text = terms() } = {}): Proof {
  const parameters = { shares: 100, totalMinor: 5_000, minimumMinor: 0, curve: "lottery" as const, knots: [], tiers: [
    { shares: 90, amountMinor: 50 }, { shares: 9, amountMinor: 0 }, { shares: 1, amountMinor: 500 },
  ] };
  const lines = Array.from({ length: CLAIMS }, (_, share) => lineOf(share, amountOf(SEED, parameters, share)));
  const commitment = commitmentOf(toHex(SEED), text);
  const header =
    `grandstand-batch-1 pool=7 lane=1 batch=3 at=2026-02-06T12:00:00.000123Z claims=${CLAIMS} amount=1 ` +
    `budget=${budgetDigest([commitment])} previous=${"00".repeat(32)} root=${toHex(treeOf(lines))}`;
  const key = toHex(getPublicKey(SECRET));
  const tranche: Tranche = {
    number: 1, first_share: 0, shares: 100, total_minor: 5_000, commitment, committed_at: "2026-02-06T11:00:00Z",
    seed: revealed ? toHex(SEED) : null,
  };
  return {
    claim: {
      pool: 7, occasion: "day:2026-02-06", share: INDEX, amount_minor: amountOf(SEED, parameters, INDEX), currency: "CNY",
      claimed_at: "2026-02-06T12:00:00.000123Z",
    },
    receipt: {
      header, claim: lines[INDEX] ?? "", index: INDEX, path: pathOf(lines, INDEX), key: keyIdOf(key),
      signature: toHex(sign(utf8(`${header}\n`), SECRET)),
    },
    document: {
      format: "grandstand-pool-1", pool: 7, state: revealed ? "revealed" : "open", currency: "CNY", occasions: OCCASIONS,
      lanes: 2, shares: 100, total_minor: 5_000, heads: [{ lane: 1, batch: 3, head: headOf(header), claims: CLAIMS, amount_minor: 1 }],
      keys: [{ id: keyIdOf(key), public: key }], tranches: [revealed ? { ...tranche, terms: text } : tranche],
    },
  };
}

function reasonsOf(proof: Proof): Partial<Record<CheckName, Reason>> {
  const failures = checkProof(proof).flatMap(({ name, outcome }) => (outcome.is === "failed" ? [[name, outcome.reason]] : []));
  return Object.fromEntries(failures) as Partial<Record<CheckName, Reason>>;
}

const withClaim = (changes: Partial<Claim>): Proof => {
  const proof = makeProof({ revealed: true });
  return { ...proof, claim: { ...proof.claim, ...changes } };
};
const withReceipt = (changes: object): Proof => {
  const proof = makeProof({ revealed: true });
  return { ...proof, receipt: { ...proof.receipt, ...changes } };
};
const withDocument = (changes: object): Proof => {
  const proof = makeProof({ revealed: true });
  return { ...proof, document: { ...proof.document, ...changes } };
};
const withTranche = (changes: object): Proof => {
  const proof = makeProof({ revealed: true });
  return withDocument({ tranches: proof.document.tranches.map((tranche) => ({ ...tranche, ...changes })) });
};

test("while the pool is open all but the seed and the amount is checked", () => {
  const checks = checkProof(makeProof());
  assert.deepEqual(checks.map(({ outcome }) => outcome.is), ["passed", "passed", "passed", "passed", "pending", "pending"]);
  assert.equal(verdictOf(checks), "pending");
});

test("once the seed is revealed everything is checked", () => {
  assert.equal(verdictOf(checkProof(makeProof({ revealed: true }))), "passed");
});

test("each thing that was tampered with has its own words", () => {
  const { receipt } = makeProof();
  assert.deepEqual(reasonsOf(withClaim({ amount_minor: 51 })), { claim: "other-amount", amount: "amount-differs" });
  assert.equal(reasonsOf(withClaim({ share: 7 })).claim, "other-share");
  assert.deepEqual(reasonsOf(withClaim({ occasion: "launch" })), { claim: "other-occasion" });
  assert.equal(reasonsOf(withClaim({ pool: 8 })).claim, "other-pool");
  assert.deepEqual(reasonsOf(withReceipt({ signature: `${"0".repeat(127)}1` })), { signature: "signature-wrong" });
  assert.deepEqual(reasonsOf(withReceipt({ key: "0".repeat(16) })), { signature: "key-unknown" });
  assert.deepEqual(reasonsOf(withReceipt({ path: [...receipt.path.slice(0, -1), "0".repeat(64)] })), { batch: "path-wrong" });
  assert.deepEqual(reasonsOf(withReceipt({ index: INDEX + 1 })), { batch: "path-wrong" });
  assert.deepEqual(reasonsOf(withReceipt({ path: [] })), { batch: "unreadable" });
  const moved = reasonsOf(withReceipt({ header: receipt.header.replace("12:00:00", "12:00:01") }));
  assert.deepEqual(moved, { signature: "signature-wrong", batch: "head-differs" });
  assert.deepEqual(reasonsOf(withTranche({ committed_at: "2026-02-06T12:00:01Z" })), { budget: "committed-late" });
  assert.equal(reasonsOf(withTranche({ commitment: "0".repeat(64) })).budget, "budget-unknown");
  assert.equal(reasonsOf(withTranche({ seed: "0".repeat(64) })).seed, "commitment-wrong");
  assert.deepEqual(reasonsOf(withTranche({ total_minor: 5_001 })), { seed: "terms-differ" });
  assert.equal(reasonsOf(withTranche({ first_share: 50 })).budget, "tranche-missing");
});

test("a commitment that came after the share does not count for it", () => {
  const { document } = makeProof();
  const late = { ...document.tranches[0], number: 2, first_share: 100, commitment: "1".repeat(64) };
  assert.equal(verdictOf(checkProof(withDocument({ tranches: [document.tranches[0], late] }))), "pending");
  const moved = withDocument({ tranches: [{ ...document.tranches[0], shares: 5 }, { ...late, first_share: 5 }] });
  assert.equal(reasonsOf(moved).budget, "tranche-missing");
});

test("terms that do not add up, or are written in another way, do not pass", () => {
  for (const text of [terms({ tiers: [[100, 49]] }), terms({ format: "other" }), terms().replace(",", ", "), "[]", ""]) {
    assert.equal(reasonsOf(makeProof({ revealed: true, text })).seed, "unreadable", text);
  }
});

test("what is no proof at all fails every check and throws nothing", () => {
  const nothing = { claim: {}, receipt: { path: 3 }, document: {} } as unknown as Proof;
  assert.ok(checkProof(nothing).every(({ outcome }) => outcome.is === "failed"));
});

test("a path leads to the root from every place in every small batch", () => {
  for (let claims = 1; claims <= 20; claims += 1) {
    const lines = Array.from({ length: claims }, (_, share) => lineOf(share, share));
    for (const [index, line] of lines.entries()) {
      assert.equal(rootOf(line, index, claims, pathOf(lines, index)), toHex(treeOf(lines)));
    }
  }
});

test("the file that is kept holds the share, the receipt and the document", () => {
  const proof = makeProof({ revealed: true });
  const written = JSON.parse(writeProof(proof)) as Record<string, unknown>;
  assert.equal(written.format, "grandstand-proof-1");
  assert.deepEqual({ ...proof }, { claim: written.claim, receipt: written.receipt, document: written.document });
});
