import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announce } from "../kit/announcer";
import { serverNowMs } from "../kit/clock";
import { formatOpening } from "../kit/dates";
import { locale, t } from "../kit/text";

const TICK_MS = 250;
const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/** Whether that moment has come, by the server's clock; whoever asks is rendered anew when it comes. */
export function useReached(at: string | null): boolean {
  const reached = useSignal(isReached(at));
  useEffect(() => {
    reached.value = isReached(at);
    if (at === null || reached.value) return;
    const timer = setInterval(() => {
      if (!isReached(at)) return;
      clearInterval(timer);
      reached.value = true;
      announce(t("fan-open-now"));
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [at]);
  return reached.value;
}

const isReached = (at: string | null): boolean => at !== null && serverNowMs() >= Date.parse(at);

/** When the envelopes open, in her own time zone, and how long that is from now. */
export function OpensAt({ at }: { at: string }) {
  const left = useSignal(secondsUntil(at));
  useEffect(() => {
    left.value = secondsUntil(at);
    const timer = setInterval(() => (left.value = secondsUntil(at)), TICK_MS);
    return () => clearInterval(timer);
  }, [at]);
  return (
    <div class="opens-at">
      <p>
        <time dateTime={at}>{t("fan-opens-at", { date: formatOpening(at, serverNowMs()) })}</time>
      </p>
      <p class="countdown figure" role="timer" aria-label={t("fan-opens-in")}>
        {write(left.value)}
      </p>
    </div>
  );
}

const secondsUntil = (at: string): number => Math.max(0, Math.ceil((Date.parse(at) - serverNowMs()) / SECOND_MS));

/** Days in words while there are any, then the digits of a clock. */
function write(seconds: number) {
  const days = Math.floor(seconds / DAY_S);
  const two = new Intl.NumberFormat(locale(), { minimumIntegerDigits: 2 });
  const clock = [Math.floor((seconds % DAY_S) / HOUR_S), Math.floor((seconds % HOUR_S) / MINUTE_S), seconds % MINUTE_S];
  return (
    <>
      {days > 0 && <span class="countdown-days">{new Intl.NumberFormat(locale(), { style: "unit", unit: "day", unitDisplay: "long" }).format(days)}</span>}
      <bdi dir="ltr">{clock.map((part) => two.format(part)).join(":")}</bdi>
    </>
  );
}
