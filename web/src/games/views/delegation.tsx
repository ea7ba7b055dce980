import { useSignal } from "@preact/signals";
import { t } from "../../kit/text";
import type { DelegationAnswer, MedalTableLine } from "../answers";
import { answerOf } from "../follow";
import { Go } from "../parts/go";
import { Medal } from "../parts/medal";
import { MedalList } from "../parts/podium";
import { UnitList } from "../parts/unit-line";
import { Veil } from "../parts/veil";
import { from } from "../place";

const COLOURS = ["gold", "silver", "bronze"] as const;
const ATHLETES_FIRST = 60;

export function DelegationView() {
  const answer = answerOf("delegation");
  if (!answer) return null;
  const { organisation, name, line, medals, next } = answer;
  return (
    <>
      <header class="view-head">
        <p class="eyebrow">
          <span dir="ltr">{organisation}</span>
        </p>
        <h1>{name}</h1>
        {line && (
          <Veil id={`line ${organisation}`} of={t("games-medals-title")}>
            <Tally line={line} />
          </Veil>
        )}
        <Go class="button" to={from("search", { kind: "delegation", code: organisation })}>
          {t("games-compare-with")}
        </Go>
      </header>
      {medals.length > 0 && (
        <section aria-labelledby="medals-title">
          <h2 id="medals-title">{t("games-medals")}</h2>
          <Veil id={`medals ${organisation}`} of={t("games-medals")} large>
            <MedalList medals={medals} withWinner />
          </Veil>
        </section>
      )}
      {next.length > 0 && (
        <section aria-labelledby="next-title">
          <h2 id="next-title">{t("games-next")}</h2>
          <Veil id={`next ${organisation}`} of={t("games-next")} large>
            <UnitList units={next} empty="" />
          </Veil>
        </section>
      )}
      <Athletes answer={answer} />
    </>
  );
}

function Tally({ line }: { line: MedalTableLine }) {
  return (
    <p class="tally figure">
      <Go to={from("medals")}>{t("games-delegation-rank", { rank: String(line.rank) })}</Go>
      {COLOURS.map((colour) => (
        <span key={colour} class="tally-part">
          <Medal colour={colour} />
          {line[colour]}
        </span>
      ))}
    </p>
  );
}

function Athletes({ answer: { athletes } }: { answer: DelegationAnswer }) {
  const isWhole = useSignal(false);
  if (athletes.length === 0) return null;
  const listed = isWhole.value ? athletes : athletes.slice(0, ATHLETES_FIRST);
  return (
    <section aria-labelledby="athletes-title">
      <h2 id="athletes-title">{t("games-athletes")}</h2>
      <ul class="names">
        {listed.map(({ athlete, name, disciplines }) => (
          <li key={athlete}>
            <Go to={from("athlete", { code: athlete })}>
              <bdi>{name}</bdi>
            </Go>
            <span class="soft">{disciplines.join(" · ")}</span>
          </li>
        ))}
      </ul>
      {listed.length < athletes.length && (
        <button type="button" class="button" onClick={() => (isWhole.value = true)}>
          {t("kit-load-more")}
        </button>
      )}
    </section>
  );
}
