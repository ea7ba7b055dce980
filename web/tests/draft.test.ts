import assert from "node:assert/strict";
import { test } from "node:test";
import { draftBudget, draftPool, draftTiers } from "../src/console/draft";

const form = (fields: Readonly<Record<string, string | readonly string[]>>): FormData => {
  const data = new FormData();
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) data.append(name, value);
  return data;
};
const PLAIN = {
  "title-en": "Night", currency: "cny", curve: "exponential", total: "1000", shares: "50", minimum: "0.01", occasions: "launch, late",
};

test("a form becomes a pool", () => {
  const draft = draftPool(form({ ...PLAIN, "opens-at": "2026-02-06T20:00", "closes-at": "2026-02-06T23:00" }));
  assert.ok("pool" in draft);
  assert.deepEqual(draft.pool.titles, { en: "Night" });
  assert.deepEqual([draft.pool.currency, draft.pool.curve, draft.pool.total_minor], ["CNY", "exponential", 100_000]);
  assert.deepEqual([draft.pool.shares, draft.pool.minimum_minor, draft.pool.lanes], [50, 1, 4]);
  assert.deepEqual(draft.pool.occasions, ["launch", "late"]);
  assert.equal(draft.pool.valid_until, null);
  assert.equal(Date.parse(draft.pool.closes_at ?? "") - Date.parse(draft.pool.opens_at ?? ""), 3 * 3_600_000);
});

test("what is wrong with a form has its own message", () => {
  const wrongOf = (changes: object) => {
    const draft = draftPool(form({ ...PLAIN, ...changes }));
    return "wrong" in draft ? draft.wrong : null;
  };
  assert.equal(wrongOf({ "title-en": " " }), "console-form-wrong-title");
  assert.equal(wrongOf({ currency: "¥" }), "console-form-wrong-currency");
  assert.equal(wrongOf({ total: "1e3" }), "console-form-wrong-amount");
  assert.equal(wrongOf({ shares: "0" }), "console-form-wrong-shares");
  assert.equal(wrongOf({ total: "0.49" }), "console-form-wrong-budget");
  assert.equal(wrongOf({ occasions: "、" }), "console-form-wrong-occasions");
  assert.equal(wrongOf({ occasions: "," }), "console-form-wrong-occasions");
  const times = { "opens-at": "2026-02-06T20:00", "closes-at": "2026-02-06T20:00" };
  assert.equal(wrongOf(times), "console-form-wrong-times");
});

test("the tiers of a lottery make its shares and its total", () => {
  const draft = draftBudget(form({ curve: "lottery", "tier-shares": ["1", "", "99"], "tier-amount": ["88.80", "", "0"] }), "CNY");
  assert.ok("budget" in draft);
  assert.deepEqual(draft.budget, {
    curve: "lottery", shares: 100, total_minor: 8_880, minimum_minor: 0,
    tiers: [{ shares: 1, amount_minor: 8_880 }, { shares: 99, amount_minor: 0 }],
  });
});

test("tiers that are half typed or pay nothing are none", () => {
  assert.equal(draftTiers([{ shares: "1", amount: "" }], "CNY"), null);
  assert.equal(draftTiers([{ shares: "", amount: "" }], "CNY"), null);
  assert.equal(draftTiers([{ shares: "5", amount: "0" }], "CNY"), null);
});
