import { useSignal } from "@preact/signals";
import { serverNowMs } from "../kit/clock";
import { RewindIcon } from "../kit/icons";
import { Modal } from "../kit/modal";
import { t } from "../kit/text";
import { place, visit, zone } from "./place";
import { moment } from "./times";
import { dayOf, instantOf, midnightOf, wallOf } from "./zones";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Shows the place as it was then; null is now. */
function travel(ms: number | null): void {
  const isPast = ms !== null && ms < serverNowMs();
  visit({ ...place.value, asOf: isPast ? new Date(ms).toISOString() : null });
}

/** The way to an earlier moment. */
export function TimeMachine() {
  const asked = useSignal(false);
  return (
    <>
      <button type="button" class="tool" title={t("games-travel")} onClick={() => (asked.value = true)}>
        <RewindIcon />
        <span class="tool-word">{t("games-travel")}</span>
      </button>
      {asked.value && <TravelDialog onClose={() => (asked.value = false)} />}
    </>
  );
}

function TravelDialog({ onClose }: { onClose: () => void }) {
  const nowMs = Math.floor(serverNowMs() / MINUTE_MS) * MINUTE_MS;
  const wall = useSignal(wallOf(place.value.asOf === null ? nowMs - HOUR_MS : Date.parse(place.value.asOf), zone.value));
  const leave = (ms: number) => {
    travel(ms);
    onClose();
  };
  const midnightMs = midnightOf(dayOf(nowMs, zone.value), zone.value);
  const choices = [
    { words: t("games-travel-hour"), ms: nowMs - HOUR_MS },
    { words: t("games-travel-midnight"), ms: midnightMs },
    { words: t("games-travel-evening"), ms: instantOf(`${dayOf(midnightMs - HOUR_MS, zone.value)}T20:00`, zone.value) },
  ];
  return (
    <Modal titleId="travel-title" onClose={onClose}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          const ms = instantOf(wall.value, zone.value);
          if (!Number.isNaN(ms)) leave(ms);
        }}
      >
        <h2 id="travel-title">{t("games-travel-title")}</h2>
        <p class="soft">{t("games-travel-hint")}</p>
        <ul class="chips">
          {choices.map(({ words, ms }) => (
            <li key={words}>
              <button type="button" class="chip" onClick={() => leave(ms)}>
                {words}
              </button>
            </li>
          ))}
        </ul>
        <label class="field">
          <span class="field-label">{t("games-travel-field", { zone: zone.value })}</span>
          <input
            type="datetime-local"
            class="field-input"
            required
            max={wallOf(nowMs, zone.value)}
            value={wall.value}
            onInput={({ currentTarget: { value } }) => (wall.value = value)}
          />
        </label>
        <div class="dialog-acts">
          <button type="button" class="button button-quiet" onClick={onClose}>
            {t("kit-cancel")}
          </button>
          <button type="submit" class="button">
            {t("games-travel-go")}
          </button>
        </div>
      </form>
    </Modal>
  );
}

/** Says that the state of another time is shown, and leads on and back. */
export function PastBanner() {
  const { asOf } = place.value;
  if (asOf === null) return null;
  const ms = Date.parse(asOf);
  return (
    <aside class="past" aria-label={t("games-travel")}>
      <RewindIcon />
      <p>{t("games-past", { time: moment(asOf) })}</p>
      <div class="past-acts">
        <button type="button" class="tool" onClick={() => travel(ms - HOUR_MS)}>
          {t("games-past-earlier")}
        </button>
        <button type="button" class="tool" onClick={() => travel(ms + HOUR_MS)}>
          {t("games-past-later")}
        </button>
        <button type="button" class="tool tool-strong" onClick={() => travel(null)}>
          {t("games-past-back")}
        </button>
      </div>
    </aside>
  );
}
