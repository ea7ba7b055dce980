import { signal } from "@preact/signals";
import { keep, recall } from "../kit/storage";
import type { BoardAnswer, RowAnswer, UnitAnswer } from "./answers";

/** Whether results stay hidden until they are asked for one by one. */
export const isSpoilerFree = signal(recall("games.spoiler-free") === "yes");

/** What has been asked for on this page since it was opened. */
const revealed = signal<ReadonlySet<string>>(new Set());

export function changeSpoilerFree(chosen: boolean): void {
  keep("games.spoiler-free", chosen ? "yes" : "no");
  revealed.value = new Set();
  isSpoilerFree.value = chosen;
}

export const isHidden = (id: string): boolean => isSpoilerFree.value && !revealed.value.has(id);

export function reveal(id: string): void {
  revealed.value = new Set([...revealed.value, id]);
}

/** Whether a line tells how somebody did. */
export const hasOutcome = (row: RowAnswer): boolean =>
  [row.rank, row.value, row.irm, row.qualification, row.win_loss_tie, row.medal].some((each) => each !== null);

/** Whether who stands on a board tells how something ended: itself, or what came before it in the event. */
export function isSpoiler(board: BoardAnswer, boards: readonly BoardAnswer[]): boolean {
  if (board.rows.length === 0) return false;
  const earlier = boards.filter((other) => other === board || isBefore(other.unit, board.unit));
  return earlier.some(({ rows }) => rows.some(hasOutcome));
}

const isBefore = (one: UnitAnswer, other: UnitAnswer): boolean =>
  one.start_at !== null && (other.start_at === null || one.start_at < other.start_at);
