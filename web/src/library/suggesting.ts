import { signal } from "@preact/signals";
import { suggest } from "./api";

const TYPING_MS = 160;
const CHARACTERS_MIN = 2;
const CHARACTERS_MAX = 100;
const SHOWN_MAX = 8;

/** Headings and titles that fit what is being typed; asking is never held up by them. */
export const suggestions = signal<readonly string[]>([]);

let timer = 0;
let turn = 0;

export function suggestFor(typed: string): void {
  const query = [...typed.trim()].slice(0, CHARACTERS_MAX).join("");
  const mine = hush();
  if ([...query].length < CHARACTERS_MIN) {
    suggestions.value = [];
    return;
  }
  timer = window.setTimeout(() => {
    suggest(query).then(
      (found) => {
        if (mine === turn) suggestions.value = found.slice(0, SHOWN_MAX);
      },
      () => {
        // Whoever gets no suggestions can ask all the same.
        if (mine === turn) suggestions.value = [];
      },
    );
  }, TYPING_MS);
}

export function dropSuggestions(): void {
  hush();
  suggestions.value = [];
}

/** Whatever was asked for before is not waited for any more. */
function hush(): number {
  clearTimeout(timer);
  turn += 1;
  return turn;
}
