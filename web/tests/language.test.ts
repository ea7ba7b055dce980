import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLanguage, pickText } from "../src/kit/language";

test("the most urgent wish that we speak wins", () => {
  assert.equal(chooseLanguage([null, "fr", "zh-CN", "de"]), "zh");
  assert.equal(chooseLanguage(["ar_EG"]), "ar");
  assert.equal(chooseLanguage([null, "fr"]), "en");
});

test("a title falls back to English and then to any language", () => {
  assert.deepEqual(pickText({ de: "Umschlag", en: "Envelope" }, "de"), { text: "Umschlag", lang: "de" });
  assert.deepEqual(pickText({ en: "Envelope", fr: "Enveloppe" }, "ar"), { text: "Envelope", lang: "en" });
  assert.deepEqual(pickText({ fr: "Enveloppe" }, "zh"), { text: "Enveloppe", lang: "fr" });
});
