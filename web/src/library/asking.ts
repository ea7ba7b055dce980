import { signal } from "@preact/signals";
import { announce } from "../kit/announcer";
import { direction, LANGUAGES, type Language, localeTag } from "../kit/language";
import { BRISK, persist } from "../kit/retry";
import { explain, language, t, type Words, wordsOf } from "../kit/text";
import type { QuestionAnswer } from "./answers";
import { askQuestion } from "./api";

/** What the frame of an answer is told in: the language of its question, where we speak it. */
export interface Voice {
  readonly words: Words;
  readonly tag: string;
  readonly direction: "ltr" | "rtl";
}

export type Asking =
  | { readonly phase: "none" | "searching" }
  | { readonly phase: "answered"; readonly answer: QuestionAnswer; readonly voice: Voice }
  | { readonly phase: "failed"; readonly error: unknown };

export const asking = signal<Asking>({ phase: "none" });

let askedLast: string | null = null;

/** Asks, unless this very question has its answer already; `again` asks in any case. */
export async function ask(question: string, within: number | null, again = false): Promise<void> {
  const key = JSON.stringify([question, within]);
  if (key === askedLast && !again && asking.value.phase !== "failed") return;
  askedLast = key;
  asking.value = { phase: "searching" };
  let outcome: Asking;
  try {
    const asked = { question, language: language(), collections: within === null ? [] : [within] };
    const answer = await persist(() => askQuestion(asked), BRISK);
    outcome = { phase: "answered", answer, voice: await voiceOf(answer.language) };
  } catch (error) {
    outcome = { phase: "failed", error };
  }
  if (askedLast !== key) return;
  asking.value = outcome;
  tell(outcome);
}

/** Nothing is asked any more; an answer that still comes is not shown. */
export function forgetAnswer(): void {
  askedLast = null;
  asking.value = { phase: "none" };
}

/** Said once, when the answer is whole. */
function tell(outcome: Asking): void {
  if (outcome.phase === "failed") announce(explain(outcome.error));
  if (outcome.phase !== "answered") return;
  const { answer, voice } = outcome;
  if (!answer.found) announce(voice.words("library-not-found-title"));
  else if (answer.differ) announce(voice.words("library-differ-title"));
  else announce(voice.words("library-found", { count: answer.passages.length }));
}

async function voiceOf(spoken: string): Promise<Voice> {
  const known: Language = LANGUAGES.find((each) => each === spoken) ?? language();
  const words = await wordsOf(known).catch(() => t);
  return { words, tag: localeTag(known), direction: direction(known) };
}
