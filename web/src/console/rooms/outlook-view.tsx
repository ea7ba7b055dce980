import { formatMoment } from "../../kit/dates";
import { money } from "../../kit/money";
import { count } from "../../kit/numbers";
import { locale, t } from "../../kit/text";
import type { Applied, Outlook, WaveOutlook } from "../answers";
import { Bar } from "../lanes";

/** What a file costs and brings, and what applying it would change. */
export function OutlookView({ outlook, applied }: { outlook: Outlook; applied: Applied | null }) {
  const { currency, cost_minor, budget_minor, fan_mean_minor, fan_mean_invites_minor, fan_most_minor } = outlook;
  const part = new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 1 });
  return (
    <div class="outlook">
      <dl class="headline outlook-figures">
        <Figure name={t("console-cost")} detail={t("console-of-budget", { part: part.format(budget_minor === 0 ? 0 : cost_minor / budget_minor) })}>
          {money(cost_minor, currency)}
        </Figure>
        <Figure name={t("console-budget")}>{money(budget_minor, currency)}</Figure>
        <Figure name={t("console-fan-mean")}>{money(fan_mean_minor, currency)}</Figure>
        <Figure name={t("console-fan-invites")}>{money(fan_mean_invites_minor, currency)}</Figure>
        <Figure name={t("console-fan-most")}>{money(fan_most_minor, currency)}</Figure>
      </dl>
      {outlook.warnings.length > 0 && (
        <section class="warnings" aria-labelledby="warnings-title">
          <h3 id="warnings-title">{t("console-warnings")}</h3>
          <ul lang="en" dir="ltr">
            {outlook.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </section>
      )}
      <WaveTable outlook={outlook} />
      {outlook.waves.filter(({ hours }) => hours.length > 0).map((wave) => (
        <Hours key={wave.wave} wave={wave} />
      ))}
      {applied && <Changes applied={applied} />}
    </div>
  );
}

const Figure = ({ name, detail, children }: { name: string; detail?: string; children: string }) => (
  <div class="headline-figure">
    <dt>{name}</dt>
    <dd class="figure">
      <bdi>{children}</bdi>
    </dd>
    {detail && <dd class="headline-detail">{detail}</dd>}
  </div>
);

const WaveTable = ({ outlook: { waves, currency } }: { outlook: Outlook }) => (
  <div class="scroll" role="region" tabIndex={0} aria-label={t("console-outlook-caption")}>
    <table class="figures">
      <caption>{t("console-outlook-caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("console-column-wave")}</th>
          <th scope="col">{t("console-form-opens-at")}</th>
          <th scope="col">{t("console-form-closes-at")}</th>
          <th scope="col">{t("console-form-tier-shares")}</th>
          <th scope="col">{t("console-cost")}</th>
          <th scope="col">{t("console-column-mean")}</th>
          <th scope="col">{t("console-column-half")}</th>
          <th scope="col">{t("console-column-largest")}</th>
        </tr>
      </thead>
      <tbody>
        {waves.map((wave) => (
          <tr key={wave.wave}>
            <th scope="row">
              <bdi>{wave.wave}</bdi>
            </th>
            <td>{formatMoment(wave.opens_at)}</td>
            <td>{formatMoment(wave.closes_at)}</td>
            <td>{count(wave.shares)}</td>
            {[wave.gifts_minor + wave.prizes_minor, wave.levels.mean_minor, wave.levels.p50_minor, wave.levels.p99_minor].map((minor, at) => (
              <td key={at}>
                <bdi>{money(minor, currency)}</bdi>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

function Hours({ wave: { wave, hours } }: { wave: WaveOutlook }) {
  const most = Math.max(1, ...hours.map(({ shares }) => shares));
  return (
    <table class="figures hours">
      <caption>
        {t("console-hours-caption")} · <bdi>{wave}</bdi>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t("console-column-time")}</th>
          <th scope="col">{t("console-form-tier-shares")}</th>
          <th scope="col">{t("console-rate")}</th>
        </tr>
      </thead>
      <tbody>
        {hours.map(({ hour, shares, per_s }) => (
          <tr key={hour}>
            <th scope="row">
              <span class="bar-name hour-name">
                <bdi dir="ltr">{`${String(hour).padStart(2, "0")}:00`}</bdi>
                <Bar part={shares / most} />
              </span>
            </th>
            <td>{count(shares)}</td>
            <td>{count(Math.round(per_s))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const DONE_NAMES = { created: "console-wave-new", changed: "console-wave-changed", unchanged: "console-wave-same" };

const Changes = ({ applied: { waves, missing, changes } }: { applied: Applied }) => (
  <section aria-labelledby="changes-title">
    <h3 id="changes-title">{t("console-changes")}</h3>
    <ul class="changes">
      {missing.map((wave) => (
        <li key={wave}>
          <bdi>{wave}</bdi>: {t("console-wave-new")}
        </li>
      ))}
      {waves.map(({ wave, done }) => (
        <li key={wave}>
          <bdi>{wave}</bdi>: {t(DONE_NAMES[done])}
        </li>
      ))}
      {changes.map(({ wave, key, before, after, is_frozen }) => (
        <li key={`${wave} ${key}`} data-frozen={is_frozen}>
          <bdi dir="ltr">
            {wave ? `${wave}.${key}` : key}: {before} → {after}
          </bdi>
          {is_frozen && <> · {t("console-frozen")}</>}
        </li>
      ))}
    </ul>
  </section>
);
