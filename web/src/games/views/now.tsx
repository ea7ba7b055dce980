import { useSignal } from "@preact/signals";
import { serverNowMs } from "../../kit/clock";
import { t } from "../../kit/text";
import type { UnitAnswer } from "../answers";
import { answerOf } from "../follow";
import { useFlash } from "../motion";
import { Announcements } from "../parts/announcements";
import { Go } from "../parts/go";
import { Leader, UnitFacts, UnitList } from "../parts/unit-line";
import { Standing } from "../parts/standing";
import { Ticker } from "../parts/ticker";
import { from, place, zone } from "../place";
import { dayLong, near } from "../times";
import { lastVisit } from "../visits";
import { dayOf } from "../zones";

const HAPPENINGS_FIRST = 12;
const NEXT_MAX = 8;
const NUDGE_AFTER_MS = 30 * 60_000;

export function NowView() {
  const answer = answerOf("now");
  if (!answer) return null;
  const momentMs = place.value.asOf === null ? serverNowMs() : Date.parse(place.value.asOf);
  return (
    <>
      <header class="view-head">
        <p class="eyebrow">{dayLong(dayOf(momentMs, zone.value))}</p>
        <h1>{t(place.value.asOf === null ? "games-now-title" : "games-then-title")}</h1>
        <Nudge />
      </header>
      <div class="now">
        <section class="now-live" aria-labelledby="live-title">
          <h2 id="live-title">{t("games-live")}</h2>
          {answer.live.length === 0 ? (
            <p class="soft">{t("games-live-none")}</p>
          ) : (
            <ul class="cards">
              {answer.live.map((unit) => (
                <LiveCard key={unit.unit} unit={unit} />
              ))}
            </ul>
          )}
        </section>
        <div class="now-told">
          <Announcements communications={answer.communications} />
          <Latest />
        </div>
        <section class="now-next" aria-labelledby="next-title">
          <h2 id="next-title">{t("games-next")}</h2>
          <UnitList units={answer.next.slice(0, NEXT_MAX)} empty={t("games-next-none")} />
          {answer.next.length > NEXT_MAX && (
            <Go class="button" to={from("schedule")}>
              {t("games-whole-schedule")}
            </Go>
          )}
        </section>
      </div>
    </>
  );
}

/** For who comes back after a while: what she missed is one step away. */
function Nudge() {
  const since = lastVisit.value;
  if (since === null || place.value.asOf !== null || serverNowMs() - Date.parse(since) < NUDGE_AFTER_MS) return null;
  return (
    <p class="nudge">
      <Go to={from("missed", { since })}>{t("games-missed-nudge", { time: near(since) })}</Go>
    </p>
  );
}

function LiveCard({ unit }: { unit: UnitAnswer }) {
  const card = useFlash<HTMLLIElement>([unit.status, unit.leader?.code].join());
  return (
    <li class="card-live" ref={card}>
      <Standing unit={unit} />
      <h3>
        <Go to={from("event", { code: unit.event })}>{unit.event_name}</Go>
      </h3>
      <UnitFacts unit={unit} />
      <Leader unit={unit} />
    </li>
  );
}

function Latest() {
  const happenings = answerOf("now")?.happenings ?? [];
  const isWhole = useSignal(false);
  const listed = isWhole.value ? happenings : happenings.slice(0, HAPPENINGS_FIRST);
  return (
    <section class="now-ticker" aria-labelledby="ticker-title">
      <h2 id="ticker-title">{t("games-ticker")}</h2>
      {happenings.length === 0 ? <p class="soft">{t("games-ticker-none")}</p> : <Ticker happenings={listed} />}
      {listed.length < happenings.length && (
        <button type="button" class="button" onClick={() => (isWhole.value = true)}>
          {t("kit-load-more")}
        </button>
      )}
    </section>
  );
}
