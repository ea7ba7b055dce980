import { t } from "../../kit/text";
import type { MedalAnswer } from "../answers";
import type { Podium as Won } from "../boards";
import { from } from "../place";
import { moment } from "../times";
import { Competitor } from "./competitor";
import { Go } from "./go";
import { Medal } from "./medal";
import { Veil } from "./veil";

/** The medals of one event, under its name. */
export function Podium({ podium }: { podium: Won }) {
  const { event, event_name, discipline_name, won_at, medals } = podium;
  return (
    <li class="podium">
      <div class="podium-head">
        <h3>
          <Go to={from("event", { code: event })}>{event_name}</Go>
        </h3>
        <ul class="facts">
          <li>{discipline_name}</li>
          <li>
            <time dateTime={won_at}>{moment(won_at)}</time>
          </li>
        </ul>
      </div>
      <Veil id={`podium ${event}`} of={event_name}>
        <Medallists medals={medals} />
      </Veil>
    </li>
  );
}

export const Medallists = ({ medals }: { medals: readonly MedalAnswer[] }) => (
  <ol class="medallists">
    {medals.map(({ colour, competitor }) => (
      <li key={`${colour} ${competitor.code}`}>
        <Medal colour={colour} />
        <Competitor competitor={competitor} />
      </li>
    ))}
  </ol>
);

/** The medals of one person or delegation, each with its event. */
export function MedalList({ medals, withWinner = false }: { medals: readonly MedalAnswer[]; withWinner?: boolean }) {
  return (
    <ol class="medallists" aria-label={t("games-medals-won")}>
      {medals.map(({ colour, event, event_name, discipline_name, competitor, won_at }) => (
        <li key={`${event} ${colour} ${competitor.code}`}>
          <Medal colour={colour} />
          <div class="medal-event">
            <p>
              <Go to={from("event", { code: event })}>{event_name}</Go>
              {withWinner && <Competitor competitor={competitor} nation={false} />}
            </p>
            <ul class="facts">
              <li>{discipline_name}</li>
              <li>
                <time dateTime={won_at}>{moment(won_at)}</time>
              </li>
            </ul>
          </div>
        </li>
      ))}
    </ol>
  );
}
