import { t } from "../../kit/text";
import type { BoardAnswer, EventAnswer, RowAnswer, UnitAnswer } from "../answers";
import { groupBoards, hasBegun, openAtFirst } from "../boards";
import { answerOf } from "../follow";
import { Board } from "../parts/board";
import { Bracket } from "../parts/bracket";
import { Go } from "../parts/go";
import { GroupTable } from "../parts/group-table";
import { Medallists } from "../parts/podium";
import { Records } from "../parts/records";
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
  const { boards } = answer;
  const groups = groupBoards(boards);
  const open = openAtFirst(groups);
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
      {boards.length === 0 && <p class="soft">{t("games-event-none")}</p>}
      <Group id="live" title={t("games-live")} listed={groups.live} boards={boards} open={open} />
      <Ways answer={answer} />
      <Group id="over" title={t("games-results")} listed={groups.over} boards={boards} open={open} />
      <Group id="next" title={t("games-next")} listed={groups.next} boards={boards} open={open} />
      <Records records={answer.records} event={answer.event} />
    </>
  );
}

/** To the day of the schedule on which the event is, filtered to its sport. */
function DisciplineLink({ answer: { discipline, discipline_name, boards } }: { answer: EventAnswer }) {
  const startAt = boards.findLast(({ unit }) => unit.start_at !== null)?.unit.start_at ?? null;
  const day = startAt === null ? null : dayOf(Date.parse(startAt), zone.value);
  return <Go to={from("schedule", { discipline, day })}>{discipline_name}</Go>;
}

interface GroupProps {
  readonly id: string;
  readonly title: string;
  readonly listed: readonly BoardAnswer[];
  readonly boards: readonly BoardAnswer[];
  readonly open: ReadonlySet<string>;
}

function Group({ id, title, listed, boards, open }: GroupProps) {
  if (listed.length === 0) return null;
  return (
    <section class="boards" aria-labelledby={`boards-${id}`}>
      <h2 id={`boards-${id}`}>{title}</h2>
      {listed.map((board) => (
        <Fold key={board.unit.unit} board={board} boards={boards} isOpen={open.has(board.unit.unit)} />
      ))}
    </section>
  );
}

/** How the rounds lead into each other, and how the groups before them stand. */
function Ways({ answer: { brackets, standings, boards } }: { answer: EventAnswer }) {
  const isAfterGroups = standings.some(hasBegun);
  return (
    <>
      {brackets.length > 0 && (
        <section aria-labelledby="bracket-title">
          <h2 id="bracket-title">{t("games-bracket")}</h2>
          {brackets.map((bracket, index) => (
            <Bracket key={index} bracket={bracket} boards={boards} isAfterGroups={isAfterGroups} />
          ))}
        </section>
      )}
      {standings.length > 0 && (
        <section aria-labelledby="standings-title">
          <h2 id="standings-title">{t("games-standings")}</h2>
          <div class="groups">
            {standings.map((standing) => (
              <GroupTable key={`${standing.phase} ${standing.name}`} standing={standing} />
            ))}
          </div>
        </section>
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
    <details class="fold" open={isOpen} data-live={unit.is_live} data-unit={unit.unit}>
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
