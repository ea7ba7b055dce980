import { signal } from "@preact/signals";
import { BRISK, persist } from "../kit/retry";
import type { UnansweredPage } from "./answers";
import { listUnanswered, settleUnanswered } from "./api";

const SHOWN_MAX = 1_000;

export const unanswered = signal<UnansweredPage | undefined>(undefined);
export const unansweredError = signal<unknown>(undefined);

/** The newest questions without an answer, or what comes after those that are shown. */
export async function loadUnanswered(isMore = false): Promise<void> {
  const now = isMore ? unanswered.value : undefined;
  try {
    const { questions, next } = await persist(() => listUnanswered(now?.next ?? null), BRISK);
    const listed = [...(now?.questions ?? []), ...questions];
    unanswered.value = { questions: listed, next: listed.length < SHOWN_MAX ? next : null };
    unansweredError.value = undefined;
  } catch (error) {
    unansweredError.value = error;
  }
}

export async function settle(id: number): Promise<void> {
  try {
    await settleUnanswered(id);
    const now = unanswered.value;
    if (now) unanswered.value = { ...now, questions: now.questions.filter((each) => each.id !== id) };
  } catch (error) {
    unansweredError.value = error;
  }
}

export function forgetUnanswered(): void {
  unanswered.value = undefined;
  unansweredError.value = undefined;
}
