import type { ComponentChildren } from "preact";
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

interface UnitFrameProps {
  readonly unit: UnitAnswer;
  /** Says what is shown besides when, what and where: when that changes, the line flashes. */
  readonly wording: string;
  readonly short?: boolean;
  readonly marked?: boolean;
  /** The name under which the line is found. */
  readonly name?: string | undefined;
  /** What stands at the end of the line. */
  readonly aside?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A line of a list of units: when, what, where; the children tell more. */
export function UnitFrame({ unit, wording, short = false, marked = false, name, aside, children }: UnitFrameProps) {
  const line = useFlash<HTMLLIElement>(wording);
  return (
    <li class="unit-line" data-key={name} ref={line}>
      <p class="unit-time">
        <StartTime unit={unit} short={short} />
      </p>
      <div class="unit-body">
        <p class="unit-event">
          <Go to={from("event", { code: unit.event })}>{unit.event_name}</Go>
          {marked && <MedalMark />}
        </p>
        <UnitFacts unit={unit} />
        {children}
      </div>
      {aside}
    </li>
  );
}

/** A unit in a list: when, what, where, how it stands, who leads. */
export function UnitLine({ unit, short = false }: UnitLineProps) {
  const wording = [unit.status, unit.result_status, unit.leader?.code].join();
  return (
    <UnitFrame unit={unit} wording={wording} short={short} marked={unit.is_medal} name={unit.unit} aside={<Standing unit={unit} />}>
      {unit.leader && <Leader unit={unit} />}
    </UnitFrame>
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
