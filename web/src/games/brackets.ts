import type { BoardAnswer, BracketMatchAnswer, BracketRoundAnswer, BracketSideAnswer } from "./answers";
import { hasOutcome } from "./spoilers";

/** How the matches of a round lead into those of the next: two into one, each into its own, or in no drawn order. */
export type Join = "pair" | "straight" | "none";

export interface BracketColumn {
  readonly round: BracketRoundAnswer;
  /** The match for bronze, which stands below the final and leads nowhere. */
  readonly below: BracketRoundAnswer | null;
  readonly join: Join;
}

/** The rounds of a knock-out as the columns of its tree. */
export function columnsOf(rounds: readonly BracketRoundAnswer[]): readonly BracketColumn[] {
  const bronze = bronzeOf(rounds);
  const trunk = rounds.filter((round) => round !== bronze);
  return trunk.map((round, index) => {
    const next = trunk[index + 1];
    return { round, below: next === undefined ? bronze : null, join: joinOf(round, next) };
  });
}

function joinOf(round: BracketRoundAnswer, next: BracketRoundAnswer | undefined): Join {
  if (next === undefined || next.matches.length === 0) return "none";
  if (round.matches.length === 2 * next.matches.length) return "pair";
  return round.matches.length === next.matches.length ? "straight" : "none";
}

/** By its code, else a single match right before the final from which nobody gets into it. */
function bronzeOf(rounds: readonly BracketRoundAnswer[]): BracketRoundAnswer | null {
  if (rounds.length < 2) return null;
  const named = rounds.find(({ phase }) => phase.includes("BRNZ"));
  if (named) return named;
  const [before, final] = rounds.slice(-2);
  const [match] = before?.matches ?? [];
  if (before?.matches.length !== 1 || final?.matches.length !== 1 || match === undefined) return null;
  const leadsOn = final.matches[0]?.sides.some(({ from_unit }) => from_unit !== null && from_unit === match.unit) ?? false;
  // Without any word on who comes from where a chain of single matches is as likely.
  const isTold = final.matches[0]?.sides.some(({ from_unit }) => from_unit !== null) ?? false;
  return isTold && !leadsOn ? before : null;
}

/** Whether the first round was filled by what had been played before it. */
export function isSeeded(rounds: readonly BracketRoundAnswer[], match: BracketMatchAnswer, boards: readonly BoardAnswer[]): boolean {
  const own = new Set(rounds.flatMap(({ matches }) => matches.map(({ unit }) => unit)));
  return boards.some(({ unit, rows }) => !own.has(unit.unit) && isBefore(unit.start_at, match.start_at) && rows.some(hasOutcome));
}

const isBefore = (one: string | null, other: string | null): boolean => one !== null && (other === null || one < other);

/** Whether a result has put this name there; `isFirst` in a first round that nothing was played for. */
export const isEarned = ({ competitor, from_unit }: BracketSideAnswer, isFirst: boolean): boolean =>
  competitor !== null && competitor.placeholder === null && (!isFirst || from_unit !== null);

/** Whether a match tells how it or an earlier one ended. */
export const tells = ({ sides }: BracketMatchAnswer, isFirst: boolean): boolean =>
  sides.some((side) => side.value !== null || side.is_winner || isEarned(side, isFirst));

export const isDecided = ({ sides }: BracketMatchAnswer): boolean => sides.some(({ is_winner }) => is_winner);
