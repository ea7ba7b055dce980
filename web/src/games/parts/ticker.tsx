import { serverNowMs } from "../../kit/clock";
import type { HappeningAnswer } from "../answers";
import { keyOf } from "../boards";
import { useFlash } from "../motion";
import { from, place, zone } from "../place";
import { isHidden } from "../spoilers";
import { clock, dayLong } from "../times";
import { dayOf } from "../zones";
import { Go } from "./go";
import { Medal } from "./medal";
import { Veil } from "./veil";

/** What has happened, newest first, with the day named where it changes. */
export function Ticker({ happenings }: { happenings: readonly HappeningAnswer[] }) {
  const momentMs = place.value.asOf === null ? serverNowMs() : Date.parse(place.value.asOf);
  let day = dayOf(momentMs, zone.value);
  return (
    <ol class="ticker">
      {happenings.map((happening) => {
        const its = dayOf(Date.parse(happening.at), zone.value);
        const isNewDay = its !== day;
        day = its;
        return <Line key={keyOf(happening)} happening={happening} day={isNewDay ? its : null} />;
      })}
    </ol>
  );
}

function Line({ happening, day }: { happening: HappeningAnswer; day: string | null }) {
  const id = `happening ${keyOf(happening)}`;
  const { at, text, plain_text, kind, colour, event } = happening;
  const isTold = text === plain_text || !isHidden(id);
  const line = useFlash<HTMLLIElement>(text);
  return (
    <li class="ticker-line" data-kind={kind} ref={line}>
      {day !== null && <p class="ticker-day">{dayLong(day)}</p>}
      <time class="ticker-time figure" dateTime={at}>
        {clock(at)}
      </time>
      <p class="ticker-text">
        {isTold && colour && <Medal colour={colour} />}
        <Go to={from("event", { code: event })}>{isTold ? text : plain_text}</Go>
        {!isTold && (
          <Veil id={id} of={plain_text}>
            {null}
          </Veil>
        )}
      </p>
    </li>
  );
}
