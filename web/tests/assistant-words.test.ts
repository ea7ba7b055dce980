import assert from "node:assert/strict";
import { test } from "node:test";
import { readChoice, readWord } from "../src/assistant/agreeing";
import { csvOf, fileNameOf, numberColumns } from "../src/assistant/csv";
import { ours } from "../src/assistant/links";
import { proseOf } from "../src/assistant/prose";
import { TABLE_BYTES_MAX, textOfTable } from "../src/assistant/table-file";
import { asksToClose, chatAddress, languageOf, WORDS } from "../src/chat-widget/words";
import { LANGUAGES } from "../src/kit/language";

const YES: Readonly<Record<string, string>> = {
  en: "Yes!", de: "Ja, bitte", fr: "Oui.", it: "Sì", es: "Sí", pt: "Sim", nl: "Ja graag", pl: "Tak",
  ru: "Да", ar: "نعم", hi: "हाँ", zh: "好的。", ja: "はい", ko: "네",
};
const NO: Readonly<Record<string, string>> = {
  en: "No, thanks", de: "Nein", fr: "Non merci", it: "No grazie", es: "No", pt: "Não", nl: "Nee", pl: "Nie",
  ru: "Нет", ar: "لا", hi: "नहीं", zh: "不要", ja: "いいえ", ko: "아니요",
};

test("yes and no are understood in every language that we speak", () => {
  for (const language of LANGUAGES) {
    assert.equal(readWord(YES[language] ?? ""), "yes", language);
    assert.equal(readWord(NO[language] ?? ""), "no", language);
  }
});

test("a question that begins with yes or no is a question", () => {
  for (const typed of ["", "?!", "Yes or no?", "No idea who won", "Ja, wann denn?", "好的餐厅", "да или нет", "nicht jetzt sofort"]) {
    assert.equal(readWord(typed), null, typed);
  }
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("a table is read in UTF-8, UTF-16 and Latin-1", () => {
  const text = "día;précio\n1;2\n";
  const wide = new Uint8Array([...text].flatMap((letter) => [letter.charCodeAt(0), 0]));
  const swapped = new Uint8Array([...text].flatMap((letter) => [0, letter.charCodeAt(0)]));
  const latin = new Uint8Array([...text].map((letter) => letter.charCodeAt(0)));
  for (const file of [bytes(text), bytes(`\ufeff${text}`), wide, swapped, latin, new Uint8Array([0xff, 0xfe, ...wide]), new Uint8Array([0xfe, 0xff, ...swapped])]) {
    assert.deepEqual(textOfTable(file), { text });
  }
});

test("what is no table is refused", () => {
  assert.deepEqual(textOfTable(new Uint8Array()), { fault: "empty" });
  assert.deepEqual(textOfTable(bytes(" \n ")), { fault: "empty" });
  assert.deepEqual(textOfTable(new Uint8Array([0x89, 0x50, 0, 0, 0, 0x0d, 0, 0, 1])), { fault: "no_text" });
  assert.deepEqual(textOfTable(new Uint8Array(TABLE_BYTES_MAX + 1).fill(65)), { fault: "too_large" });
  assert.ok("text" in textOfTable(new Uint8Array(TABLE_BYTES_MAX).fill(65)));
});

test("a saved table holds no formula and keeps its cells apart", () => {
  const saved = csvOf(["Name", "+"], [['Say "hi", all', "=1+1"], ["-3.5", "@cmd"], ["a\nb", "−2"]]);
  assert.equal(saved, `\ufeffName,'+\r\n"Say ""hi"", all",'=1+1\r\n-3.5,'@cmd\r\n"a\nb",−2\r\n`);
});

test("a file is named after its title, whatever that holds", () => {
  assert.equal(fileNameOf("Medals / by day?", "csv"), "Medals-by-day.csv");
  assert.equal(fileNameOf("../..", "csv"), "grandstand.csv");
  assert.equal(fileNameOf("奖牌榜", "csv"), "奖牌榜.csv");
});

test("columns of numbers are known in every script", () => {
  assert.deepEqual(numberColumns(3, [["Ada", "1,200", "٣"], ["Bo", "–", "−2.5 %"]]), [false, true, true]);
  assert.deepEqual(numberColumns(2, []), [false, false]);
});

test("a model's text is paragraphs, lists and code, and never markup", () => {
  const prose = proseOf("One **two** `x`.\n\n- a\n- b\n1. c\n```py\n<b>\n# no heading\n```\n## Head");
  assert.deepEqual(prose.map(({ kind }) => kind), ["paragraph", "list", "list", "code", "heading"]);
  assert.deepEqual(prose[3], { kind: "code", text: "<b>\n# no heading" });
  assert.deepEqual(prose[0], {
    kind: "paragraph",
    spans: [
      { kind: "text", text: "One " },
      { kind: "strong", text: "two" },
      { kind: "text", text: " " },
      { kind: "code", text: "x" },
      { kind: "text", text: "." },
    ],
  });
  assert.deepEqual(proseOf("```\nnever closed"), [{ kind: "code", text: "never closed" }]);
  assert.deepEqual(proseOf(""), []);
});

test("only pages of ours are links", () => {
  assert.equal(ours("/games?view=event&event=X"), "/games?view=event&event=X");
  for (const link of ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]) assert.equal(ours(link), null);
});

test("the launcher speaks every language, and the nearest of those it is asked for", () => {
  assert.deepEqual(Object.keys(WORDS).sort(), [...LANGUAGES].sort());
  for (const { open, close } of Object.values(WORDS)) assert.ok(open.trim() && close.trim() && open !== close);
  assert.equal(languageOf(null, "xx", "zh-Hant-TW"), "zh");
  assert.equal(languageOf("toString", undefined), "en");
});

test("the chat opens beside its script and hears one word of it", () => {
  const address = chatAddress("https://fans.example/chat.js?v=1", "ar", "dark");
  assert.equal(address, "https://fans.example/assistant?embed=1&lang=ar&theme=dark");
  assert.ok(asksToClose({ "grandstand-chat": "close" }));
  for (const other of [null, "close", 1, {}, { "grandstand-chat": "open" }]) assert.ok(!asksToClose(other));
});

test("one of several is chosen by a part of its name that no other has", () => {
  const shops = ["Order at Harbour Coffee", "Order at Lantern Tea House", "在灯笼茶馆下单"];
  assert.equal(readChoice("harbour coffee!", shops), 0);
  assert.equal(readChoice("Tea house", shops), 1);
  assert.equal(readChoice("灯笼茶馆", shops), 2);
  for (const said of ["order", "at", "the cheapest one", ""]) assert.equal(readChoice(said, shops), null, said);
});
