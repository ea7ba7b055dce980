import type { ComponentChildren } from "preact";
import { t } from "../../kit/text";
import type { WeatherAnswer } from "../answers";
import { bearingOf, measure } from "../measures";
import { near } from "../times";

/** The conditions at a venue, as far as they were measured. */
export function Weather({ weather }: { weather: WeatherAnswer }) {
  const { at, condition, condition_name, air_c, snow_c, ice_c, humidity_percent, wind_m_s, wind_from, snow_name } = weather;
  const sky = condition_name ?? condition;
  return (
    <section class="weather" aria-labelledby="weather-title">
      <h2 id="weather-title" class="unseen">
        {t("games-weather")}
      </h2>
      {sky !== null && <p class="weather-sky">{sky}</p>}
      <dl>
        {air_c !== null && <Reading name={t("games-weather-air")}>{measure(air_c, "celsius")}</Reading>}
        {(snow_c !== null || snow_name !== null) && (
          <Reading name={t("games-weather-snow")} note={snow_c === null ? null : snow_name}>
            {snow_c === null ? snow_name : measure(snow_c, "celsius")}
          </Reading>
        )}
        {ice_c !== null && <Reading name={t("games-weather-ice")}>{measure(ice_c, "celsius")}</Reading>}
        {(wind_m_s !== null || wind_from !== null) && (
          <Reading name={t("games-weather-wind")} note={wind_from === null ? null : <From point={wind_from} />}>
            {wind_m_s === null ? "–" : measure(wind_m_s, "meter-per-second")}
          </Reading>
        )}
        {humidity_percent !== null && <Reading name={t("games-weather-humidity")}>{measure(humidity_percent, "percent")}</Reading>}
      </dl>
      <p class="weather-at">
        <time dateTime={at}>{t("games-weather-at", { time: near(at) })}</time>
      </p>
    </section>
  );
}

const Reading = ({ name, note = null, children }: { name: string; note?: ComponentChildren; children: ComponentChildren }) => (
  <div class="reading">
    <dt>{name}</dt>
    <dd>
      <span class="reading-value figure">{children}</span>
      {note !== null && <span class="reading-note">{note}</span>}
    </dd>
  </div>
);

/** Where the wind blows from, with an arrow that flies as the wind does. */
function From({ point }: { point: string }) {
  const bearing = bearingOf(point);
  return (
    <>
      {bearing !== null && (
        <svg class="wind-arrow" viewBox="0 0 16 16" aria-hidden="true" style={{ rotate: `${bearing + 180}deg` }}>
          <path d="M8 13.5v-11M4 6.5l4-4 4 4" />
        </svg>
      )}
      <span class="unseen">{t("games-weather-from")} </span>
      <bdi dir="ltr">{point}</bdi>
    </>
  );
}
