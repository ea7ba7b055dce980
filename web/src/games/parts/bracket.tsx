import { t } from "../../kit/text";
import type { BoardAnswer, BracketAnswer, BracketMatchAnswer, BracketRoundAnswer, BracketSideAnswer } from "../answers";
import { columnsOf, isDecided, isEarned, isSeeded, tells } from "../brackets";
import { useFlash } from "../motion";
import { isHidden } from "../spoilers";
import { near } from "../times";
import { Competitor } from "./competitor";
import { Standing } from "./standing";
import { Veil } from "./veil";
import { Why } from "./why";

interface BracketProps {
  readonly bracket: BracketAnswer;
  readonly boards: readonly BoardAnswer[];
  /** Whether groups have been played before, from which its first names come. */
  readonly isAfterGroups: boolean;
}

/** A knock-out as a tree: its rounds beside each other, on a narrow screen below each other. */
export function Bracket({ bracket: { rounds, source }, boards, isAfterGroups }: BracketProps) {
  return (
    <div class="knock-out">
      <ol class="bracket">
        {columnsOf(rounds).map(({ round, below, join }) => (
          <li key={round.phase} class="bracket-round" data-join={join}>
            <h3>{round.name}</h3>
            <div class="bracket-body">
              <Matches round={round} rounds={rounds} boards={boards} isAfterGroups={isAfterGroups} />
              {below && (
                <div class="bracket-below">
                  <h3>{below.name}</h3>
                  <Matches round={below} rounds={rounds} boards={boards} isAfterGroups={isAfterGroups} />
                </div>
              )}
            </div>
          </li>
        ))}
      </ol>
      <Why source={source} />
    </div>
  );
}

interface MatchesProps extends Omit<BracketProps, "bracket"> {
  readonly round: BracketRoundAnswer;
  readonly rounds: readonly BracketRoundAnswer[];
}

function Matches({ round, rounds, boards, isAfterGroups }: MatchesProps) {
  return (
    <ol class="bracket-matches">
      {round.matches.map((match, index) => {
        const isFirst = round === rounds[0] && !isAfterGroups && !isSeeded(rounds, match, boards);
        return (
          <li key={match.unit ?? index} class="bracket-slot">
            <Match
              match={match}
              // A board and its place in the tree are revealed together.
              id={match.unit === null ? `bracket ${round.phase} ${index}` : `board ${match.unit}`}
              title={match.name === round.name ? null : match.name}
              isFirst={isFirst}
              board={boards.find(({ unit }) => unit.unit === match.unit)}
            />
          </li>
        );
      })}
    </ol>
  );
}

interface MatchProps {
  readonly match: BracketMatchAnswer;
  readonly id: string;
  readonly title: string | null;
  readonly isFirst: boolean;
  readonly board: BoardAnswer | undefined;
}

function Match({ match, id, title, isFirst, board }: MatchProps) {
  const card = useFlash<HTMLDivElement>(JSON.stringify(match.sides.map(({ competitor, value, is_winner }) => [competitor?.code, value, is_winner])));
  const isVeiled = tells(match, isFirst) && isHidden(id);
  return (
    <div class="bracket-match" ref={card}>
      <Facts match={match} title={title} board={board} />
      <ul class="bracket-sides" data-decided={!isVeiled && isDecided(match)}>
        {match.sides.map((side, index) => (
          <Side key={index} side={side} isOpen={!isVeiled || !isEarned(side, isFirst)} isTold={!isVeiled} />
        ))}
      </ul>
      {isVeiled && (
        <Veil id={id} of={match.name}>
          {null}
        </Veil>
      )}
    </div>
  );
}

/** Which match and when; leads to its board on this page where it has one. */
function Facts({ match: { start_at }, title, board }: Pick<MatchProps, "match" | "title" | "board">) {
  const facts = (
    <>
      {title !== null && <span class="bracket-name">{title}</span>}
      {start_at !== null && !board?.unit.is_start_hidden && (
        <time class="figure" dateTime={start_at}>
          {near(start_at)}
        </time>
      )}
      {board && !board.unit.is_over && <Standing unit={board.unit} />}
    </>
  );
  if (!board || board.rows.length === 0) return <p class="bracket-facts">{facts}</p>;
  return (
    <button type="button" class="bracket-facts" onClick={() => unfold(board.unit.unit)}>
      {facts}
    </button>
  );
}

function unfold(unit: string): void {
  const fold = document.querySelector<HTMLDetailsElement>(`details[data-unit="${CSS.escape(unit)}"]`);
  if (!fold) return;
  fold.open = true;
  fold.scrollIntoView();
  fold.querySelector("summary")?.focus({ preventScroll: true });
}

function Side({ side: { competitor, from_text, value, is_winner }, isOpen, isTold }: { side: BracketSideAnswer; isOpen: boolean; isTold: boolean }) {
  return (
    <li class="bracket-side" data-winner={isTold && is_winner}>
      {competitor !== null && isOpen ? <Competitor competitor={competitor} /> : <span class="soft">{from_text ?? t("games-bracket-open")}</span>}
      {isTold && (
        <span class="bracket-value figure">
          {value !== null && <bdi dir="ltr">{value}</bdi>}
          {is_winner && <span class="unseen"> {t("games-winner")}</span>}
        </span>
      )}
    </li>
  );
}
