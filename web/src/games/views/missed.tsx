import { serverNowMs } from "../../kit/clock";
import { t } from "../../kit/text";
import { answerOf, isBusy } from "../follow";
import { Go } from "../parts/go";
import { Ticker } from "../parts/ticker";
import { amend, from, place, zone } from "../place";
import { near } from "../times";
import { lastVisit } from "../visits";
import { dayOf, instantOf, midnightOf, wallOf } from "../zones";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export function MissedView() {
  const answer = answerOf("missed");
  if (!answer) return null;
  const { since, happenings, is_cut } = answer;
  return (
    <>
      <header class="view-head">
        <p class="eyebrow">{t("games-missed-since", { time: near(since) })}</p>
        <h1>{t("games-missed-title")}</h1>
      </header>
      <Since />
      <section class="missed" aria-label={t("games-missed-title")} aria-busy={isBusy.value}>
        {happenings.length === 0 ? <p class="soft">{t("games-missed-none")}</p> : <Ticker happenings={happenings} />}
        {is_cut && <p class="soft">{t("games-missed-cut")}</p>}
      </section>
    </>
  );
}

/** Since when: what is likely as links, any other time in a field. */
function Since() {
  const untilMs = place.value.asOf === null ? wholeMinute(serverNowMs()) : Date.parse(place.value.asOf);
  const since = place.value.since;
  const choices = [
    ...(lastVisit.value === null ? [] : [{ words: t("games-missed-visit"), ms: Date.parse(lastVisit.value) }]),
    { words: t("games-missed-hour"), ms: untilMs - HOUR_MS },
    { words: t("games-missed-morning"), ms: midnightOf(dayOf(untilMs, zone.value), zone.value) },
    { words: t("games-missed-day"), ms: untilMs - 24 * HOUR_MS },
  ].filter(({ ms }) => ms < untilMs);
  const shownMs = since === null ? untilMs - 24 * HOUR_MS : Date.parse(since);
  return (
    <div class="since">
      <ul class="chips" aria-label={t("games-missed-choose")}>
        {choices.map(({ words, ms }) => (
          <li key={words}>
            <Go to={from("missed", { since: new Date(ms).toISOString() })} stay class="chip" current={Math.abs(ms - shownMs) < MINUTE_MS ? "true" : undefined}>
              {words}
            </Go>
          </li>
        ))}
      </ul>
      <label class="since-field">
        <span>{t("games-missed-choose")}</span>
        <input
          type="datetime-local"
          class="field-input"
          max={wallOf(untilMs, zone.value)}
          value={wallOf(shownMs, zone.value)}
          onChange={({ currentTarget: { value } }) => {
            const ms = instantOf(value, zone.value);
            if (ms < untilMs) amend({ ...place.value, since: new Date(ms).toISOString() });
          }}
        />
      </label>
    </div>
  );
}

const wholeMinute = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;
