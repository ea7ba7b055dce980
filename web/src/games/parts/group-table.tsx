import { t } from "../../kit/text";
import type { StandingAnswer, StandingLineAnswer } from "../answers";
import { hasBegun } from "../boards";
import { useFlash, useGlide } from "../motion";
import { Shared } from "./board";
import { Competitor } from "./competitor";
import { Veil } from "./veil";
import { Why } from "./why";

interface Column {
  readonly word: string;
  readonly short: string;
  readonly read: (line: StandingLineAnswer) => string | number | null;
}

const COLUMNS: readonly Column[] = [
  { word: "games-column-played", short: "games-column-played-short", read: ({ played }) => played },
  { word: "games-column-won", short: "games-column-won-short", read: ({ won }) => won },
  { word: "games-column-tied", short: "games-column-tied-short", read: ({ tied }) => tied },
  { word: "games-column-lost", short: "games-column-lost-short", read: ({ lost }) => lost },
  {
    word: "games-column-goals",
    short: "games-column-goals-short",
    read: ({ scored, conceded }) => (scored === null && conceded === null ? null : `${scored ?? ""}:${conceded ?? ""}`),
  },
  { word: "games-column-points", short: "games-column-points-short", read: ({ points }) => points },
];

/** The table of a group, behind a veil as soon as anything was played in it. */
export function GroupTable({ standing }: { standing: StandingAnswer }) {
  const { phase, name, source } = standing;
  const table = (
    <>
      <Table standing={standing} />
      <Why source={source} />
    </>
  );
  return (
    <section class="group" aria-label={name}>
      <h3>{name}</h3>
      {hasBegun(standing) ? (
        <Veil id={`group ${phase} ${name}`} of={name} large>
          {table}
        </Veil>
      ) : (
        table
      )}
    </section>
  );
}

function Table({ standing: { name, lines } }: { standing: StandingAnswer }) {
  const body = useGlide<HTMLTableSectionElement>();
  const columns = COLUMNS.filter(({ read }) => lines.some((line) => read(line) !== null));
  return (
    <table class="board group-table figure">
      <caption class="unseen">{t("games-standing-of", { name })}</caption>
      <thead>
        <tr>
          <Heading class="board-rank" word="games-column-rank" short="games-column-rank-short" />
          <th scope="col">{t("games-column-competitor")}</th>
          {columns.map(({ word, short }) => (
            <Heading key={word} class="group-figure" word={word} short={short} />
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {lines.map((line) => (
          <Line key={line.competitor.code} line={line} columns={columns} />
        ))}
      </tbody>
    </table>
  );
}

const Heading = ({ word, short, class: name }: { word: string; short: string; class: string }) => (
  <th scope="col" class={name} title={t(word)}>
    <span aria-hidden="true">{t(short)}</span>
    <span class="unseen">{t(word)}</span>
  </th>
);

function Line({ line, columns }: { line: StandingLineAnswer; columns: readonly Column[] }) {
  const { competitor, rank, is_rank_shared, qualification } = line;
  const row = useFlash<HTMLTableRowElement>(JSON.stringify(columns.map(({ read }) => read(line))));
  return (
    <tr ref={row} data-key={competitor.code}>
      <td class="board-rank">
        <bdi>
          {rank}
          {is_rank_shared && <Shared />}
        </bdi>
      </td>
      <th scope="row">
        <Competitor competitor={competitor} />
        {qualification !== null && (
          <bdi class="mark-chip" title={t("games-qualified")}>
            {qualification}
          </bdi>
        )}
      </th>
      {columns.map(({ word, read }) => (
        <td key={word} class="group-figure">
          <bdi dir="ltr">{read(line)}</bdi>
        </td>
      ))}
    </tr>
  );
}
