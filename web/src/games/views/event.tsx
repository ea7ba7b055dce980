import { t } from "../../kit/text";
import type { BoardAnswer, EventAnswer, RowAnswer, UnitAnswer } from "../answers";
import { groupBoards, openAtFirst } from "../boards";
import { answerOf } from "../follow";
import { Board } from "../parts/board";
import { Go } from "../parts/go";
import { Medallists } from "../parts/podium";
import { Standing } from "../parts/standing";
import { StartTime } from "../parts/start-time";
import { Veil } from "../parts/veil";
import { from, zone } from "../place";
import { isHidden, isSpoiler } from "../spoilers";
import { near } from "../times";
import { dayOf } from "../zones";

export function EventView() {
  const answer = answerOf("event");
  if (!answer) return null;
  return (
    <>
      <header class="view-head">
        <p class="eyebrow">
          <DisciplineLink answer={answer} />
        </p>
        <h1>{answer.name}</h1>
      </header>
      {answer.medals.length > 0 && (
        <section class="event-medals" aria-labelledby="medals-title">
          <h2 id="medals-title">{t("games-medals")}</h2>
          <Veil id={`podium ${answer.event}`} of={t("games-medals")} large>
            <Medallists medals={answer.medals} />
          </Veil>
        </section>
      )}
      {answer.boards.length === 0 && <p class="soft">{t("games-event-none")}</p>}
      <Groups boards={answer.boards} />
    </>
  );
}

/** To the day of the schedule on which the event is, filtered to its sport. */
function DisciplineLink({ answer: { discipline, discipline_name, boards } }: { answer: EventAnswer }) {
  const startAt = boards.findLast(({ unit }) => unit.start_at !== null)?.unit.start_at ?? null;
  const day = startAt === null ? null : dayOf(Date.parse(startAt), zone.value);
  return <Go to={from("schedule", { discipline, day })}>{discipline_name}</Go>;
}

function Groups({ boards }: { boards: readonly BoardAnswer[] }) {
  const groups = groupBoards(boards);
  const open = openAtFirst(groups);
  const named = [
    { id: "live", title: t("games-live"), listed: groups.live },
    { id: "over", title: t("games-results"), listed: groups.over },
    { id: "next", title: t("games-next"), listed: groups.next },
  ];
  return (
    <>
      {named.map(
        ({ id, title, listed }) =>
          listed.length > 0 && (
            <section key={id} class="boards" aria-labelledby={`boards-${id}`}>
              <h2 id={`boards-${id}`}>{title}</h2>
              {listed.map((board) => (
                <Fold key={board.unit.unit} board={board} boards={boards} isOpen={open.has(board.unit.unit)} />
              ))}
            </section>
          ),
      )}
    </>
  );
}

/** A board that can be folded; one without any line has nothing to unfold. */
function Fold({ board, boards, isOpen }: { board: BoardAnswer; boards: readonly BoardAnswer[]; isOpen: boolean }) {
  const { unit, rows } = board;
  const id = `board ${unit.unit}`;
  const mayTell = !isSpoiler(board, boards) || !isHidden(id);
  if (rows.length === 0) {
    return (
      <div class="fold fold-empty">
        <FoldHead unit={unit} />
      </div>
    );
  }
  return (
    <details class="fold" open={isOpen} data-live={unit.is_live}>
      <summary>
        <FoldHead unit={unit} rows={mayTell ? rows : []} />
      </summary>
      <UnitPlace board={board} />
      {mayTell ? (
        <Board board={board} />
      ) : (
        <Veil id={id} of={unit.name} large>
          {null}
        </Veil>
      )}
    </details>
  );
}

const FoldHead = ({ unit, rows = [] }: { unit: UnitAnswer; rows?: readonly RowAnswer[] }) => (
  <>
    <div class="fold-title">
      <h3>{unit.name}</h3>
      <Score rows={rows} />
    </div>
    <div class="fold-facts">
      <StartTime unit={unit} />
      <Standing unit={unit} />
    </div>
  </>
);

/** Of a match who plays and how it stands; nothing of any other unit. */
function Score({ rows }: { rows: readonly RowAnswer[] }) {
  const [one, other] = rows;
  if (rows.length !== 2 || !one?.competitor.organisation || !other?.competitor.organisation) return null;
  const hasValues = one.value !== null && other.value !== null;
  return (
    <p class="score figure">
      <bdi class="score-side">{one.competitor.organisation}</bdi>
      <bdi>{hasValues ? one.value : ""}</bdi>
      <span aria-hidden="true">–</span>
      <bdi>{hasValues ? other.value : ""}</bdi>
      <bdi class="score-side">{other.competitor.organisation}</bdi>
    </p>
  );
}

function UnitPlace({ board: { unit } }: { board: BoardAnswer }) {
  return (
    <ul class="facts">
      {unit.venue !== null && (
        <li>
          <Go to={from("venue", { code: unit.venue })}>{unit.venue_name ?? unit.venue}</Go>
        </li>
      )}
      {unit.actual_start_at !== null && <li>{t("games-started-at", { time: near(unit.actual_start_at) })}</li>}
      {unit.actual_end_at !== null && <li>{t("games-ended-at", { time: near(unit.actual_end_at) })}</li>}
    </ul>
  );
}
