import { serverNowMs } from "../../kit/clock";
import { t } from "../../kit/text";
import type { UnitAnswer } from "../answers";
import { zone } from "../place";
import { clock, dayShort } from "../times";
import { dayOf } from "../zones";

interface StartTimeProps {
  readonly unit: UnitAnswer;
  /** Whether the day is clear from what stands around. */
  readonly short?: boolean;
}

/** When it starts by plan; where the feed hides the time, what it says instead. */
export function StartTime({ unit: { start_at, is_start_hidden, start_text }, short = false }: StartTimeProps) {
  const startMs = Date.parse(start_at ?? "");
  const day = dayOf(Number.isNaN(startMs) ? serverNowMs() : startMs, zone.value);
  const isNamed = !short && day !== dayOf(serverNowMs(), zone.value);
  const isShown = start_at !== null && !is_start_hidden;
  return (
    <>
      {isNamed && <span class="start-day">{dayShort(day)} </span>}
      {isShown ? (
        <time class="figure" dateTime={start_at}>
          {clock(start_at)}
        </time>
      ) : (
        <span class="start-text">{start_text ?? t("games-start-open")}</span>
      )}
    </>
  );
}
