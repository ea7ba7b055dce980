import { formatClock, formatMoment, formatOpening } from "../kit/dates";
import { serverNowMs } from "../kit/clock";
import { pickText } from "../kit/language";
import { Colophon, Masthead } from "../kit/masthead";
import { Notice } from "../kit/notice";
import { duration } from "../kit/numbers";
import { language, t } from "../kit/text";
import { type Incident, isAway, isWell, loadStatus, type PoolStatus, type Status, status, statusError } from "./status";

const MINUTE_S = 60;

export function StatusPage() {
  return (
    <>
      <Masthead />
      <main id="content" class="status" tabIndex={-1}>
        <h1>{t("status-title")}</h1>
        {statusError.value !== undefined && <Notice error={statusError.value} onRetry={() => void loadStatus()} />}
        {status.value ? <Now now={status.value} /> : statusError.value === undefined && <p>{t("kit-loading")}</p>}
      </main>
      <Colophon />
    </>
  );
}

function Now({ now }: { now: Status }) {
  return (
    <>
      <p class="status-verdict" data-well={isWell(now)} role="status">
        {t(isWell(now) ? "status-all-well" : "status-some-not")}
      </p>
      {isAway(now) && (
        <p class="notice">{now.as_of === null ? t("status-nothing-known") : t("status-away", { time: formatMoment(now.as_of) })}</p>
      )}
      <Incidents incidents={now.incidents} pools={now.pools} />
      <Pools pools={now.pools} />
      <Parts now={now} />
      {now.as_of !== null && <p class="soft">{t("status-as-of", { time: formatClock(new Date(now.as_of)) })}</p>}
    </>
  );
}

function Incidents({ incidents, pools }: { incidents: readonly Incident[]; pools: readonly PoolStatus[] }) {
  return (
    <section aria-labelledby="incidents">
      <h2 id="incidents">{t("status-incidents")}</h2>
      {incidents.length === 0 && <p class="soft">{t("status-quiet")}</p>}
      <ul class="status-list">
        {incidents.map((incident) => (
          <li key={incident.id} class="status-incident" data-over={incident.ended_at !== null}>
            <p class="status-row">
              <strong class="status-kind" data-kind={incident.kind}>
                {t(`status-kind-${incident.kind}`)}
              </strong>
              <Times incident={incident} />
            </p>
            <About incident={incident} pools={pools} />
            <Words texts={incident.texts} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Times({ incident }: { incident: Incident }) {
  const at = incident.ended_at ?? incident.began_at;
  const said = incident.ended_at === null ? "status-since" : "status-over";
  return (
    <time class="soft" dateTime={at}>
      {t(said, { date: formatMoment(at) })}
    </time>
  );
}

function About({ incident, pools }: { incident: Incident; pools: readonly PoolStatus[] }) {
  const pool = pools.find((each) => each.id === incident.pool);
  return pool === undefined ? null : <Title titles={pool.titles} />;
}

function Title({ titles }: { titles: PoolStatus["titles"] }) {
  const { text, lang } = pickText(titles, language());
  return (
    <span class="status-name" lang={lang} dir="auto">
      {text}
    </span>
  );
}

/** What an operator wrote, as plain text with its line breaks. */
function Words({ texts }: { texts: Incident["texts"] }) {
  const { text, lang } = pickText(texts, language());
  return (
    <p class="status-words" lang={lang} dir="auto">
      {text}
    </p>
  );
}

function Pools({ pools }: { pools: readonly PoolStatus[] }) {
  if (pools.length === 0) return null;
  return (
    <section aria-labelledby="pools">
      <h2 id="pools">{t("status-pools")}</h2>
      <ul class="status-list">
        {pools.map((pool) => (
          <li key={pool.id} class="status-row">
            <Title titles={pool.titles} />
            <span class="status-facts">
              <span>{stateOf(pool)}</span>
              {pool.state === "open" && !pool.gone && <span class="soft">{waitOf(pool)}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateOf(pool: PoolStatus): string {
  if (pool.gone) return t("status-pool-gone");
  if (pool.state === "open") return t("status-pool-open");
  if (pool.state === "paused") return t("status-pool-paused");
  if (pool.opens_at === null) return t("status-pool-later");
  return t("status-pool-opens", { date: formatOpening(pool.opens_at, serverNowMs()) });
}

function waitOf(pool: PoolStatus): string {
  if (!pool.waiting) return t("status-no-wait");
  return pool.wait_min === null ? t("status-wait-unknown") : t("status-wait", { time: duration(pool.wait_min * MINUTE_S) });
}

function Parts({ now }: { now: Status }) {
  return (
    <section aria-labelledby="parts">
      <h2 id="parts">{t("status-parts")}</h2>
      <ul class="status-list">
        {now.components.map((part) => (
          <li key={part.name} class="status-row">
            <span class="status-name">{t(`status-part-${part.name}`)}</span>
            <span class="status-state" data-state={part.state}>
              {t(`status-state-${part.state}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
