import { t } from "../../kit/text";
import type { UnitAnswer } from "../answers";
import { from } from "../place";
import { useFlash } from "../motion";
import { Competitor } from "./competitor";
import { Go } from "./go";
import { StartTime } from "./start-time";
import { Standing } from "./standing";
import { Veil } from "./veil";

interface UnitLineProps {
  readonly unit: UnitAnswer;
  readonly short?: boolean;
}

/** A unit in a list: when, what, where, how it stands, who leads. */
export function UnitLine({ unit, short = false }: UnitLineProps) {
  const line = useFlash<HTMLLIElement>([unit.status, unit.result_status, unit.leader?.code].join());
  return (
    <li class="unit-line" data-key={unit.unit} ref={line}>
      <p class="unit-time">
        <StartTime unit={unit} short={short} />
      </p>
      <div class="unit-body">
        <p class="unit-event">
          <Go to={from("event", { code: unit.event })}>{unit.event_name}</Go>
          {unit.is_medal && <MedalMark />}
        </p>
        <UnitFacts unit={unit} />
        {unit.leader && <Leader unit={unit} />}
      </div>
      <Standing unit={unit} />
    </li>
  );
}

const MedalMark = () => (
  <span class="medal-mark" title={t("games-medal-unit")}>
    <span class="unseen">{t("games-medal-unit")}</span>
  </span>
);

/** What, of which sport, and where; each part on its own, since each may be of another script. */
export function UnitFacts({ unit }: { unit: UnitAnswer }) {
  return (
    <ul class="facts">
      <li>{unit.name}</li>
      <li>{unit.discipline_name}</li>
      {unit.venue !== null && (
        <li>
          <Go to={from("venue", { code: unit.venue })}>{unit.venue_name ?? unit.venue}</Go>
        </li>
      )}
    </ul>
  );
}

export function Leader({ unit }: { unit: UnitAnswer }) {
  if (unit.leader === null) return null;
  return (
    <p class="leader">
      <span class="leader-word">{t(unit.is_over ? "games-first" : "games-leader")}</span>
      <Veil id={`leader ${unit.unit}`} of={`${unit.event_name}, ${unit.name}`}>
        <Competitor competitor={unit.leader} />
      </Veil>
    </p>
  );
}

/** Units as a list; a list that is empty says so in the given words. */
export function UnitList({ units, empty, short = false }: { units: readonly UnitAnswer[]; empty: string; short?: boolean }) {
  if (units.length === 0) return <p class="soft">{empty}</p>;
  return (
    <ul class="unit-list">
      {units.map((unit) => (
        <UnitLine key={unit.unit} unit={unit} short={short} />
      ))}
    </ul>
  );
}
