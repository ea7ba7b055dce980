import { announce } from "../kit/announcer";
import { t } from "../kit/text";
import type { View } from "./address";
import type { EventAnswer, LiveAnswer, NowAnswer } from "./answers";
import { isSpoilerFree } from "./spoilers";

const QUIET_MS = 20_000;

let spokenMs = Number.NEGATIVE_INFINITY;

/** Tells who listens instead of looking what is new, at most once in a while. */
export function announceChange(view: View, before: LiveAnswer, after: LiveAnswer): void {
  const news = newsOf(view, before, after);
  if (news === null || performance.now() - spokenMs < QUIET_MS) return;
  spokenMs = performance.now();
  announce(news);
}

/** What is new in words; null where there is nothing that has to be told. */
export function newsOf(view: View, before: LiveAnswer, after: LiveAnswer): string | null {
  // Each view has its own kind of answer.
  if (view === "now") return newestOf(before as NowAnswer, after as NowAnswer);
  if (view === "event" && !isSpoilerFree.value) return leaderOf(before as EventAnswer, after as EventAnswer);
  return null;
}

function newestOf(before: NowAnswer, after: NowAnswer): string | null {
  const [newest] = after.happenings;
  if (newest === undefined || newest.text === before.happenings[0]?.text) return null;
  return isSpoilerFree.value ? newest.plain_text : newest.text;
}

function leaderOf(before: EventAnswer, after: EventAnswer): string | null {
  const known = new Map(before.boards.map(({ unit }) => [unit.unit, unit.leader?.code]));
  for (const { unit } of after.boards) {
    if (unit.leader === null || !unit.is_live || unit.leader.code === known.get(unit.unit)) continue;
    return t("games-news-leader", { unit: unit.name, leader: unit.leader.name });
  }
  return null;
}
