import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { FluentResource } from "@fluent/bundle";
import { LANGUAGES } from "../src/kit/language";

// The tests are bundled elsewhere, so paths start from the folder that npm runs them in.
const CATALOGUES = "../src/grandstand/locales";

interface Message {
  readonly id: string;
  readonly variables: string;
}

/** Message ids in order, each with the names of its variables. */
function readCatalogue(language: string): readonly Message[] {
  const { body } = new FluentResource(readFileSync(`${CATALOGUES}/${language}.ftl`, "utf8"));
  return body.map((entry) => {
    const names = [...JSON.stringify(entry).matchAll(/"type":"var","name":"([^"]+)"/g)].map(([, name]) => name);
    return { id: entry.id, variables: [...new Set(names)].sort().join(" ") };
  });
}

test("every catalogue has the same messages with the same variables", () => {
  const english = readCatalogue("en");
  assert.ok(english.length > 100);
  for (const language of LANGUAGES) assert.deepEqual(readCatalogue(language), english, language);
});

test("no message is lost to a mistake in its syntax", () => {
  for (const language of LANGUAGES) {
    const source = readFileSync(`${CATALOGUES}/${language}.ftl`, "utf8");
    const written = source.match(/^[a-z][\w-]* =/gm) ?? [];
    assert.equal(readCatalogue(language).length, written.length, language);
  }
});

test("every message is used", () => {
  const source = readSources("src");
  // These are put together from a code, a role or a state, or used by the Python package.
  const composed = /^(error-|kit-role-|console-(state|do|ask|effect|confirm|done|room|area|draw|hold|decide|why|line|incident)-|library-(state|refused|strictness)-|fan-(voucher|category)-|proof-why-|status-|desk-(state|told|path|health|key)-|replay-kind-|demo-)/;
  for (const { id } of readCatalogue("en")) {
    assert.ok(composed.test(id) || source.includes(`"${id}"`), `${id} is used nowhere`);
  }
});

function readSources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, "utf8"))
    .join("\n");
}
