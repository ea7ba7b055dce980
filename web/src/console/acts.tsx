import { useSignal } from "@preact/signals";
import type { ActName } from "../kit/contract";
import { formatMoment } from "../kit/dates";
import { t } from "../kit/text";
import { acts, loadOlderActs, olderActs } from "./desk";

const ACT_NAMES: Readonly<Record<ActName, string>> = {
  "pool.created": "console-act-pool-created",
  "pool.scheduled": "console-act-pool-scheduled",
  "pool.opened": "console-act-pool-opened",
  "pool.paused": "console-act-pool-paused",
  "pool.resumed": "console-act-pool-resumed",
  "pool.extended": "console-act-pool-extended",
  "pool.raise_proposed": "console-act-pool-raise-proposed",
  "pool.raised": "console-act-pool-raised",
  "pool.closed": "console-act-pool-closed",
  "pool.revealed": "console-act-pool-revealed",
  "pool.paced": "console-act-pool-paced",
};

/** What is done to anything else than a pool, by the end of its name. */
const VERBS: Readonly<Record<string, string>> = {
  added: "console-verb-added",
  throttled: "console-verb-throttled",
  planned: "console-verb-planned",
  drawn: "console-verb-drawn",
  wave_created: "console-verb-wave-created",
  changed: "console-verb-changed",
  held: "console-verb-held",
  released: "console-verb-released",
  voided: "console-verb-voided",
  rules_changed: "console-verb-rules-changed",
  off: "console-verb-off",
  lifted: "console-verb-lifted",
  watched: "console-verb-watched",
  written: "console-verb-written",
  ended: "console-verb-ended",
  defined: "console-verb-defined",
  allotted: "console-verb-allotted",
  key_made: "console-verb-key-made",
  key_revoked: "console-verb-key-revoked",
  opened: "console-act-pool-opened",
  paused: "console-act-pool-paused",
  resumed: "console-act-pool-resumed",
  closed: "console-act-pool-closed",
  created: "console-act-pool-created",
};

/** An act in words; one that we have no words for is shown as it is. */
export function nameOfAct(act: string): string {
  const id = ACT_NAMES[act as ActName] ?? VERBS[act.split(".").at(-1) ?? ""];
  return id === undefined ? act : t(id);
}

const SUBJECT_SHOWN = 8;
/** Who acts when the hour has come that an operator had planned. */
const CLOCK = "00000000-0000-0000-0000-000000000000";

export function Acts() {
  const busy = useSignal(false);
  const loadMore = async () => {
    busy.value = true;
    await loadOlderActs();
    busy.value = false;
  };
  return (
    <section class="acts" aria-labelledby="acts-title">
      <h2 id="acts-title">{t("console-acts")}</h2>
      {acts.value.length === 0 ? (
        <p class="soft">{t("console-acts-empty")}</p>
      ) : (
        <table class="log">
          <caption class="unseen">{t("console-acts-caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("console-column-when")}</th>
              <th scope="col">{t("console-column-act")}</th>
              <th scope="col">{t("console-column-reason")}</th>
              <th scope="col">{t("console-column-who")}</th>
            </tr>
          </thead>
          <tbody>
            {acts.value.map(({ id, at, act, reason, actor, role }) => (
              <tr key={id}>
                <td>
                  <time dateTime={at}>{formatMoment(at)}</time>
                </td>
                <td class="log-act">{nameOfAct(act)}</td>
                <td class="log-reason">
                  {actor === CLOCK ? t("console-as-planned") : <bdi>{reason}</bdi>}
                </td>
                <td title={actor}>
                  {actor === CLOCK ? (
                    t("console-clock")
                  ) : (
                    <>
                      {t(`kit-role-${role}`)} <bdi class="log-subject">{actor.slice(0, SUBJECT_SHOWN)}</bdi>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {olderActs.value !== null && (
        <button type="button" class="button" aria-busy={busy.value} disabled={busy.value} onClick={() => void loadMore()}>
          {t("kit-load-more")}
        </button>
      )}
    </section>
  );
}
