/** The conversation of this tab, so that a page that is loaded anew shows it again; it ends with the tab. */
import type { Carried, Turn } from "./answer";

const KEY = "grandstand.talk";
const DRAFT = "grandstand.draft";
const LENGTH_MAX = 1_000_000;

export interface Kept {
  readonly turns: readonly Turn[];
  readonly carried: Carried;
}

export function keepTalk(turns: readonly Turn[], carried: Carried): void {
  const text = JSON.stringify({ turns: turns.map(settled), carried });
  if (text.length <= LENGTH_MAX) put(KEY, text);
}

export function recallTalk(): Kept | null {
  try {
    const text = sessionStorage.getItem(KEY);
    const kept = text === null ? null : (JSON.parse(text) as Kept);
    return kept && Array.isArray(kept.turns) ? kept : null;
  } catch {
    return null;
  }
}

/** What was typed and not sent. */
export const keepDraft = (text: string): void => put(DRAFT, text);

export function recallDraft(): string {
  try {
    return sessionStorage.getItem(DRAFT) ?? "";
  } catch {
    return "";
  }
}

/** A token is not kept; an answer that had not come is asked for by hand. */
function settled(turn: Turn): Turn {
  const isOpen = turn.phase === "asking" || turn.phase === "queued";
  const word = turn.offers.length > 0 && turn.word === "waiting" ? "dropped" : turn.word;
  const offers = turn.offers.map((offer) => ({ ...offer, token: "" }));
  return { ...turn, phase: isOpen ? "stopped" : turn.phase, token: null, offers, word, error: null };
}

function put(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // The conversation then lasts as long as the page.
  }
}
