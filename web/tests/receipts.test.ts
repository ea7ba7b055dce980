import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { findReceipt, keepReceipt } from "../src/fan/receipts";
import type { Claim, Receipt } from "../src/kit/contract";
import { session } from "../src/kit/session";

const kept = new Map<string, string>();
Object.assign(globalThis, {
  localStorage: {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  },
});

const claimOf = (pool: number): Claim => ({
  pool, occasion: "launch", share: pool, amount_minor: 1, currency: "CNY", claimed_at: "2026-02-06T12:00:00Z",
});
const receiptOf = (pool: number): Receipt => ({ header: `${pool}`, claim: "", index: 0, path: [], key: "", signature: "" });
const enter = (subject: string) => {
  session.value = { role: "fan", subject, noc: null, expires_at: "" };
};

beforeEach(() => {
  kept.clear();
  enter("she");
});

test("a receipt is kept for the one who holds the share", () => {
  keepReceipt(claimOf(1), receiptOf(1));
  assert.deepEqual(findReceipt(claimOf(1)), receiptOf(1));
  enter("somebody else at the same browser");
  assert.equal(findReceipt(claimOf(1)), null);
});

test("two hundred receipts are kept, the newest ones", () => {
  for (let pool = 1; pool <= 205; pool += 1) keepReceipt(claimOf(pool), receiptOf(pool));
  keepReceipt(claimOf(205), receiptOf(205));
  assert.equal(findReceipt(claimOf(5)), null);
  assert.deepEqual(findReceipt(claimOf(6)), receiptOf(6));
  assert.equal(kept.size, 200 + 1);
});

test("what is no receipt is as good as none", () => {
  keepReceipt(claimOf(1), receiptOf(1));
  const name = [...kept.keys()].find((key) => key.startsWith("grandstand.receipt.")) ?? "";
  for (const text of ["", "{", "7", "null", "[]", '{"header":"x"}']) {
    kept.set(name, text);
    assert.equal(findReceipt(claimOf(1)), null, text);
  }
});
