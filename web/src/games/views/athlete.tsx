import { t } from "../../kit/text";
import type { AthleteAnswer, AthleteResult, RowAnswer } from "../answers";
import { answerOf } from "../follow";
import { wordingOf } from "../boards";
import { Rank, Value } from "../parts/board";
import { Go } from "../parts/go";
import { MedalList } from "../parts/podium";
import { UnitFrame, UnitList } from "../parts/unit-line";
import { Veil } from "../parts/veil";
import { from } from "../place";
import { birthday } from "../times";

export function AthleteView() {
  const answer = answerOf("athlete");
  if (!answer) return null;
  return (
    <>
      <Head answer={answer} />
      {answer.medals.length > 0 && (
        <section aria-labelledby="medals-title">
          <h2 id="medals-title">{t("games-medals")}</h2>
          <Veil id={`medals ${answer.athlete}`} of={t("games-medals")} large>
            <MedalList medals={answer.medals} />
          </Veil>
        </section>
      )}
      <section aria-labelledby="results-title">
        <h2 id="results-title">{t("games-results")}</h2>
        {answer.results.length === 0 ? (
          <p class="soft">{t("games-athlete-none")}</p>
        ) : (
          <Veil id={`results ${answer.athlete}`} of={t("games-results")} large>
            <ul class="unit-list">
              {answer.results.map((result) => (
                <Result key={result.unit.unit} result={result} />
              ))}
            </ul>
          </Veil>
        )}
      </section>
      {answer.next.length > 0 && (
        <section aria-labelledby="next-title">
          <h2 id="next-title">{t("games-next")}</h2>
          <Veil id={`next ${answer.athlete}`} of={t("games-next")} large>
            <UnitList units={answer.next} empty="" />
          </Veil>
        </section>
      )}
    </>
  );
}

function Head({ answer }: { answer: AthleteAnswer }) {
  const { athlete, name, local_name, organisation, organisation_name, birth_date, disciplines } = answer;
  return (
    <header class="view-head">
      {organisation !== null && (
        <p class="eyebrow">
          <Go to={from("delegation", { code: organisation })}>{organisation_name ?? organisation}</Go>
        </p>
      )}
      <h1>
        <bdi>{name}</bdi>
      </h1>
      {local_name !== null && local_name !== name && (
        <p class="local-name">
          <bdi>{local_name}</bdi>
        </p>
      )}
      <ul class="facts">
        {disciplines.map((discipline) => (
          <li key={discipline}>{discipline}</li>
        ))}
        {birth_date !== null && <li>{t("games-born", { date: birthday(birth_date) })}</li>}
      </ul>
      <Go class="button" to={from("search", { kind: "athlete", code: athlete })}>
        {t("games-compare-with")}
      </Go>
    </header>
  );
}

const Result = ({ result: { unit, row } }: { result: AthleteResult }) => (
  <UnitFrame unit={unit} wording={wordingOf(row)} aside={<Outcome row={row} />} />
);

const Outcome = ({ row }: { row: RowAnswer }) => (
  <span class="outcome figure">
    <span class="outcome-rank">
      <Rank row={row} />
    </span>
    <Value row={row} />
  </span>
);
