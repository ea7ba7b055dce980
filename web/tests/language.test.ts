import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLanguage, direction, ENDONYMS, LANGUAGES, localeTag, pickText } from "../src/kit/language";

test("the most urgent wish that we speak wins", () => {
  assert.equal(chooseLanguage([null, "fi", "zh-CN", "de"]), "zh");
  assert.equal(chooseLanguage(["ar_EG"]), "ar");
  assert.equal(chooseLanguage(["pt-PT", "es"]), "pt");
  assert.equal(chooseLanguage([null, "fi"]), "en");
});

test("the menu names each language once, in a word that the browser's own names agree with", () => {
  assert.equal(new Set(Object.values(ENDONYMS)).size, LANGUAGES.length);
  for (const language of LANGUAGES) {
    const known = new Intl.DisplayNames(localeTag(language), { type: "language" }).of(language === "zh" ? "zh-Hans" : language);
    assert.equal(ENDONYMS[language].toLowerCase(), known?.toLowerCase(), language);
  }
});

test("only Arabic reads from right to left, and every language formats as itself", () => {
  assert.deepEqual(LANGUAGES.filter((language) => direction(language) === "rtl"), ["ar"]);
  for (const language of LANGUAGES) {
    const { locale } = new Intl.NumberFormat(localeTag(language)).resolvedOptions();
    assert.equal(new Intl.Locale(locale).language, language);
  }
});

test("a title falls back to English and then to any language", () => {
  assert.deepEqual(pickText({ de: "Umschlag", en: "Envelope" }, "de"), { text: "Umschlag", lang: "de" });
  assert.deepEqual(pickText({ en: "Envelope", fr: "Enveloppe" }, "ar"), { text: "Envelope", lang: "en" });
  assert.deepEqual(pickText({ fr: "Enveloppe" }, "zh"), { text: "Enveloppe", lang: "fr" });
});
