import { useLayoutEffect, useRef } from "preact/hooks";
import { serverNowMs } from "../../kit/clock";
import { locale, t } from "../../kit/text";
import type { ScheduleAnswer, UnitAnswer } from "../answers";
import { disciplinesOf } from "../boards";
import { answerOf, isBusy } from "../follow";
import { Go } from "../parts/go";
import { UnitList } from "../parts/unit-line";
import { amend, place, zone } from "../place";
import { dayLong, dayOfMonth, weekday } from "../times";
import { dayOf, nearestDay } from "../zones";

/** Less than this fits on a screen anyway. */
const OVER_MIN = 4;

export function ScheduleView() {
  const answer = answerOf("schedule");
  if (!answer) return null;
  const { discipline } = place.value;
  const units = discipline === null ? answer.units : answer.units.filter((unit) => unit.discipline === discipline);
  return (
    <>
      <header class="view-head">
        <p class="eyebrow">{t("games-schedule")}</p>
        <h1>{dayLong(answer.day)}</h1>
      </header>
      <Days answer={answer} />
      <div class="schedule-tools">
        <Filter answer={answer} />
        <ToPresent units={units} />
      </div>
      <section class="schedule" aria-label={dayLong(answer.day)} aria-busy={isBusy.value}>
        <UnitList units={units} empty={t("games-schedule-none")} short />
      </section>
    </>
  );
}

/** Leads from a day on which there is nothing to the nearest one on which there is something. */
export function chooseDay(answer: ScheduleAnswer): void {
  if (place.value.day !== null || answer.units.length > 0 || answer.days.length === 0) return;
  const day = nearestDay(answer.days, answer.day);
  if (day !== answer.day) amend({ ...place.value, day });
}

function Days({ answer: { day, days } }: { answer: ScheduleAnswer }) {
  const strip = useRef<HTMLUListElement>(null);
  const wished = place.value.day ?? day;
  const today = dayOf(serverNowMs(), zone.value);
  useLayoutEffect(() => {
    const shown = strip.current?.querySelector<HTMLElement>('[aria-current="date"]')?.parentElement;
    // Not scrollIntoView, which would move the page as well.
    if (shown && strip.current) strip.current.scrollLeft = shown.offsetLeft - (strip.current.clientWidth - shown.offsetWidth) / 2;
  }, [wished, days.length]);
  return (
    <nav aria-label={t("games-days")}>
      <ul class="days" ref={strip}>
        {days.map((each) => (
          <li key={each} data-today={each === today}>
            <Go
              to={{ ...place.value, day: each }}
              stay
              label={each === today ? `${dayLong(each)} · ${t("games-today")}` : dayLong(each)}
              current={each === wished ? "date" : undefined}
            >
              <span class="days-week">{weekday(each)}</span>
              <span class="days-number figure">{dayOfMonth(each)}</span>
            </Go>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** On a day that is under way, a way past what is over. */
function ToPresent({ units }: { units: readonly UnitAnswer[] }) {
  const first = units.findIndex((unit) => !unit.is_over);
  const unit = units[first];
  if (unit === undefined || first < OVER_MIN) return null;
  const go = () => {
    const line = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(unit.unit)}"]`);
    line?.scrollIntoView({ block: "center" });
    line?.querySelector("a")?.focus({ preventScroll: true });
  };
  return (
    <button type="button" class="button" onClick={go}>
      {t("games-schedule-present")}
    </button>
  );
}

function Filter({ answer: { units } }: { answer: ScheduleAnswer }) {
  const { discipline } = place.value;
  const found = disciplinesOf(units, locale());
  // A filter from another day stays to be seen, and to be taken away.
  const isKnown = discipline === null || found.some(({ code }) => code === discipline);
  return (
    <p class="filter">
      <label for="discipline">{t("games-discipline")}</label>
      <select
        id="discipline"
        class="field-input"
        value={discipline ?? ""}
        onChange={(event) => amend({ ...place.value, discipline: event.currentTarget.value || null })}
      >
        <option value="">{t("games-discipline-all")}</option>
        {!isKnown && <option value={discipline}>{discipline}</option>}
        {found.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </p>
  );
}
