import { t } from "../../kit/text";
import type { BoardAnswer, RowAnswer } from "../answers";
import { wordingOf } from "../boards";
import { useFlash, useGlide } from "../motion";
import { hasOutcome } from "../spoilers";
import { Competitor } from "./competitor";
import { Medal } from "./medal";
import { Why } from "./why";

/** The lines of a unit: who starts, who leads, how it ended. */
export function Board({ board: { unit, rows, source } }: { board: BoardAnswer }) {
  const body = useGlide<HTMLTableSectionElement>();
  const isStartList = !rows.some(hasOutcome);
  const hasDiffs = rows.some(({ diff }) => diff !== null);
  const name = `${unit.event_name}, ${unit.name}`;
  return (
    <>
      <table class="board" data-start-list={isStartList}>
        <caption class="unseen">{isStartList ? t("games-start-list-of", { name }) : t("games-result-of", { name })}</caption>
        <thead>
          <tr>
            <th scope="col" class="board-rank">
              <span aria-hidden="true">{t(isStartList ? "games-column-order-short" : "games-column-rank-short")}</span>
              <span class="unseen">{t(isStartList ? "games-column-order" : "games-column-rank")}</span>
            </th>
            <th scope="col">{t("games-column-competitor")}</th>
            {!isStartList && (
              <th scope="col" class="board-value">
                {t("games-column-result")}
              </th>
            )}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => (
            <Row key={keyOf(row, index)} row={row} isStartList={isStartList} hasDiffs={hasDiffs} />
          ))}
        </tbody>
      </table>
      {source && <Why source={source} />}
    </>
  );
}

/** Who it is; of placeholders there may be several. */
const keyOf = ({ competitor: { code, placeholder } }: RowAnswer, index: number): string =>
  placeholder === null ? code : `${code} ${index}`;

function Row({ row, isStartList, hasDiffs }: { row: RowAnswer; isStartList: boolean; hasDiffs: boolean }) {
  const line = useFlash<HTMLTableRowElement>(wordingOf(row));
  const { competitor, start_order, qualification } = row;
  return (
    <tr ref={line} data-key={competitor.code} data-medal={row.medal ?? undefined}>
      <td class="board-rank figure">{isStartList ? start_order : <Rank row={row} />}</td>
      <th scope="row">
        <Competitor competitor={competitor} whole />
        <Runs row={row} />
      </th>
      {!isStartList && (
        <td class="board-value figure">
          <Value row={row} />
          {/* Keeps the place of the difference, so that values stand below each other. */}
          {hasDiffs && row.diff === null && <span class="diff" />}
          {qualification !== null && (
            <bdi class="mark-chip" title={t("games-qualified")}>
              {qualification}
            </bdi>
          )}
        </td>
      )}
    </tr>
  );
}

export function Rank({ row: { rank, is_rank_shared, medal } }: { row: RowAnswer }) {
  if (medal === null && rank === null) return null;
  return (
    <bdi>
      {medal === null ? rank : <Medal colour={medal} />}
      {is_rank_shared && <Shared />}
    </bdi>
  );
}

export const Shared = () => (
  <>
    <span class="shared" aria-hidden="true">
      =
    </span>
    <span class="unseen"> {t("games-shared")}</span>
  </>
);

/** A result reads from left to right in every language. */
export function Value({ row: { value, diff, irm, irm_name, win_loss_tie } }: { row: RowAnswer }) {
  return (
    <>
      {value !== null && (
        <bdi class="value" dir="ltr" data-outcome={win_loss_tie ?? undefined}>
          {value}
        </bdi>
      )}
      {irm !== null && (
        <span class="irm">
          <span aria-hidden={irm_name !== null} title={irm_name ?? undefined} dir="ltr">
            {irm}
          </span>
          {irm_name !== null && <span class="unseen">{irm_name}</span>}
        </span>
      )}
      {diff !== null && (
        <span class="diff">
          <bdi dir="ltr">{diff}</bdi>
        </span>
      )}
    </>
  );
}

/** The parts of a result, such as two runs. */
function Runs({ row: { runs } }: { row: RowAnswer }) {
  if (runs.length < 2) return null;
  return (
    <ol class="runs figure" aria-label={t("games-runs")}>
      {runs.map((run, index) => (
        <li key={run.unit ?? index}>
          <bdi dir="ltr">{run.value ?? run.irm ?? "–"}</bdi>
        </li>
      ))}
    </ol>
  );
}
