import { t } from "../../kit/text";
import type { ComparedAnswer, MeetingAnswer } from "../answers";
import { COMPARED } from "../address";
import { answerOf } from "../follow";
import { wordingOf } from "../boards";
import { Rank, Value } from "../parts/board";
import { Competitor } from "../parts/competitor";
import { Go } from "../parts/go";
import { colourWord, Medal } from "../parts/medal";
import { UnitFrame } from "../parts/unit-line";
import { Veil } from "../parts/veil";
import { from, place } from "../place";

const COLOURS = ["gold", "silver", "bronze"] as const;

export function CompareView() {
  const answer = answerOf("compare");
  const [one, other] = answer?.sides ?? [];
  if (!answer || !one || !other) return null;
  const { kind, code } = place.value;
  return (
    <>
      <header class="view-head">
        <p class="eyebrow">{t("games-compare")}</p>
        <h1 class="rivals">
          <Side side={one} />
          <span class="rivals-dash">–</span>
          <Side side={other} />
        </h1>
        <Go class="button" to={from("search", { kind, code })}>
          {t("games-compare-other")}
        </Go>
      </header>
      <section aria-labelledby="medals-title">
        <h2 id="medals-title">{t("games-medals")}</h2>
        <Veil id={`compare ${one.code} ${other.code}`} of={t("games-medals")} large>
          <Figures one={one} other={other} />
        </Veil>
      </section>
      <section aria-labelledby="meetings-title">
        <h2 id="meetings-title">{t("games-meetings")}</h2>
        {answer.meetings.length === 0 ? (
          <p class="soft">{t("games-meetings-none")}</p>
        ) : (
          <Veil id={`meetings ${one.code} ${other.code}`} of={t("games-meetings")} large>
            <ul class="unit-list meetings">
              {answer.meetings.map((meeting) => (
                <Meeting key={meeting.unit.unit} meeting={meeting} />
              ))}
            </ul>
          </Veil>
        )}
      </section>
    </>
  );
}

function Side({ side: { kind, code, name, organisation_name } }: { side: ComparedAnswer }) {
  const view = COMPARED.find((known) => known === kind) ?? "athlete";
  return (
    <span class="rival">
      <Go to={from(view, { code })}>
        <bdi>{name}</bdi>
      </Go>
      {organisation_name !== null && organisation_name !== name && <span class="rival-nation">{organisation_name}</span>}
    </span>
  );
}

/** The figures of the one on its side, of the other on its own, their names between. */
function Figures({ one, other }: { one: ComparedAnswer; other: ComparedAnswer }) {
  return (
    <table class="duel figure">
      <caption class="unseen">{t("games-compare")}</caption>
      <thead class="unseen">
        <tr>
          <th scope="col">{one.name}</th>
          <td />
          <th scope="col">{other.name}</th>
        </tr>
      </thead>
      <tbody>
        {COLOURS.map((colour) => (
          <tr key={colour}>
            <td data-ahead={one[colour] > other[colour]}>{one[colour]}</td>
            <th scope="row" title={colourWord(colour)}>
              <Medal colour={colour} />
            </th>
            <td data-ahead={other[colour] > one[colour]}>{other[colour]}</td>
          </tr>
        ))}
        {(one.rank !== null || other.rank !== null) && (
          <tr>
            <td data-ahead={isAhead(one.rank, other.rank)}>{one.rank ?? "–"}</td>
            <th scope="row">{t("games-medals-title")}</th>
            <td data-ahead={isAhead(other.rank, one.rank)}>{other.rank ?? "–"}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

const isAhead = (rank: number | null, other: number | null): boolean => rank !== null && (other === null || rank < other);

const Meeting = ({ meeting: { unit, rows } }: { meeting: MeetingAnswer }) => (
  <UnitFrame unit={unit} wording={rows.map(wordingOf).join()}>
    <ol class="met">
      {rows.map((row) => (
        <li key={row.competitor.code} class="met-line figure">
          <span class="outcome-rank">
            <Rank row={row} />
          </span>
          <Competitor competitor={row.competitor} />
          <span class="outcome">
            <Value row={row} />
          </span>
        </li>
      ))}
    </ol>
  </UnitFrame>
);
