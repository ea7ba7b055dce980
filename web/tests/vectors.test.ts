/** Known answers that the Python package gives, `docs/reference/fairness-vectors.json`; the browser gives the same. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Receipt } from "../src/kit/contract";
import { fromHex } from "../src/proof/bytes";
import { headOf, isSigned, keyIdOf, parseClaimLine, parseHeader, rootOf } from "../src/proof/chain";
import { budgetDigest, commitmentOf, parseTerms } from "../src/proof/commitment";
import { amountOf, permute } from "../src/proof/split";

interface Vectors {
  readonly seed: string;
  readonly split: { readonly permutations: readonly { shares: number; numbers: number[]; ranks: number[] }[] };
  readonly tranches: readonly { name: string; terms: string; commitment: string; numbers: number[]; amounts: number[] }[];
  readonly budget_digest: { readonly commitments: string[]; readonly digests: string[] };
  readonly chain: {
    readonly claim_lines: string[];
    readonly header_lines: string[];
    readonly heads: string[];
    readonly key: { readonly id: string; readonly public: string };
    readonly receipts: readonly Receipt[];
  };
}

const vectors = JSON.parse(readFileSync("../docs/reference/fairness-vectors.json", "utf8")) as Vectors;
const seed = fromHex(vectors.seed, 32);
const { chain } = vectors;

test("the permutation is the same, from one share to the most that a pool can have", () => {
  for (const { shares, numbers, ranks } of vectors.split.permutations) {
    assert.deepEqual(numbers.map((number) => Number(permute(seed, BigInt(shares), BigInt(number)))), ranks, `${shares}`);
  }
});

test("terms, commitments and amounts are the same on every curve", () => {
  assert.ok(vectors.tranches.length >= 5);
  for (const { name, terms, commitment, numbers, amounts } of vectors.tranches) {
    const { parameters } = parseTerms(terms);
    assert.equal(commitmentOf(vectors.seed, terms), commitment, name);
    assert.deepEqual(numbers.map((number) => amountOf(seed, parameters, number)), amounts, name);
  }
});

test("the digest of a budget grows with its tranches in the same way", () => {
  const { commitments, digests } = vectors.budget_digest;
  assert.deepEqual(commitments.map((_, at) => budgetDigest(commitments.slice(0, at + 1))), digests);
});

test("lines, heads, paths and signatures are read in the same way", () => {
  assert.equal(keyIdOf(chain.key.public), chain.key.id);
  assert.deepEqual(chain.header_lines.map((line) => headOf(line.trimEnd())), chain.heads);
  assert.deepEqual(chain.claim_lines.map((line) => parseClaimLine(line.trimEnd()).share).length, chain.claim_lines.length);
  for (const { header, claim, index, path, signature, key } of chain.receipts) {
    const { claims, root } = parseHeader(header);
    assert.equal(key, chain.key.id);
    assert.equal(rootOf(claim, index, claims, path), root);
    assert.ok(isSigned(header, signature, chain.key.public));
    assert.ok(!isSigned(header.replace("claims=", "claims=1"), signature, chain.key.public));
  }
});
