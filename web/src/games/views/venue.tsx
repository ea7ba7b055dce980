import { t } from "../../kit/text";
import type { UnitAnswer } from "../answers";
import { answerOf } from "../follow";
import { UnitList } from "../parts/unit-line";
import { Weather } from "../parts/weather";
import { zone } from "../place";
import { dayLong } from "../times";
import { dayOf } from "../zones";

export function VenueView() {
  const answer = answerOf("venue");
  if (!answer) return null;
  const days = byDay(answer.units);
  return (
    <>
      <header class="view-head">
        <p class="eyebrow">{t("games-venue")}</p>
        <h1>{answer.name}</h1>
      </header>
      {answer.weather && <Weather weather={answer.weather} />}
      {days.length === 0 && <p class="soft">{t("games-venue-none")}</p>}
      {days.map(([day, units]) => (
        <section key={day} aria-label={day === "" ? t("games-start-open") : dayLong(day)}>
          <h2 class="day-title">{day === "" ? t("games-start-open") : dayLong(day)}</h2>
          <UnitList units={units} empty="" short />
        </section>
      ))}
    </>
  );
}

/** The units under the day that each is on, in their order; those without a time under the empty name. */
function byDay(units: readonly UnitAnswer[]): readonly (readonly [string, readonly UnitAnswer[]])[] {
  const days = new Map<string, UnitAnswer[]>();
  for (const unit of units) {
    const day = unit.start_at === null ? "" : dayOf(Date.parse(unit.start_at), zone.value);
    days.set(day, [...(days.get(day) ?? []), unit]);
  }
  return [...days];
}
