import assert from "node:assert/strict";
import { test } from "node:test";
import { formatMinor, formatMinorShort, parseMajor, toDecimal } from "../src/kit/money";

test("minor units become a decimal without floating point", () => {
  assert.equal(toDecimal(1888, 2), "18.88");
  assert.equal(toDecimal(5, 2), "0.05");
  assert.equal(toDecimal(-105, 2), "-1.05");
  assert.equal(toDecimal(300_000_000_000n, 2), "3000000000.00");
  assert.equal(toDecimal(90071992547409931n, 3), "90071992547409.931");
  assert.equal(toDecimal(7, 0), "7");
});

test("an amount has the fraction digits of its currency", () => {
  assert.equal(formatMinor(1888, "CNY", "en"), "¥18.88");
  assert.equal(formatMinor(1888, "JPY", "en"), "¥1,888");
  assert.match(formatMinor(1888, "KWD", "en"), /1\.888$/);
  assert.match(formatMinor(188850, "EUR", "de"), /^1\.888,50\s€$/);
});

test("an Arabic amount carries a sign that cannot fall apart", () => {
  assert.doesNotMatch(formatMinor(1888, "CNY", "ar"), /CN/);
  assert.match(formatMinor(1888, "CNY", "ar"), /¥/);
});

test("yuan are not taken for yen where people count in yen", () => {
  assert.match(formatMinor(1888, "CNY", "ja"), /^元\s?18\.88$/);
  assert.doesNotMatch(formatMinorShort(300_000_000, "CNY", "ja"), /[¥￥]/);
  assert.match(formatMinor(1888, "JPY", "ja"), /^[¥￥]1,888$/);
});

test("an axis shows amounts in short", () => {
  assert.equal(formatMinorShort(300_000_000, "CNY", "en"), "¥3M");
});

test("a typed amount is read exactly or not at all", () => {
  assert.equal(parseMajor("200000", "CNY"), 20_000_000);
  assert.equal(parseMajor(" 0,01 ", "EUR"), 1);
  assert.equal(parseMajor("12", "JPY"), 12);
  for (const typed of ["", "1.234", "1e3", "-1", "1,000.00", "9999999999999"]) {
    assert.equal(parseMajor(typed, "CNY"), null, typed);
  }
});
