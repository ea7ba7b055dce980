import { useState } from "preact/hooks";
import { formatMoment } from "../kit/dates";
import { Modal } from "../kit/modal";
import { count } from "../kit/numbers";
import { explainCode, t } from "../kit/text";
import { Player } from "../replay/player";
import { addressOf, has, POSTER, type Provenance, type Take } from "../replay/takes";
import { act, opened, remove, takes } from "./desk";
import { AirLight, OnAir } from "./on-air";
import { seconds } from "./timeline";

const BUSY: readonly string[] = ["waiting", "working"];

export function TakeList({ mayAct }: { mayAct: boolean }) {
  if (takes.value.length === 0) return <p class="soft">{t("desk-no-takes")}</p>;
  return (
    <ul class="takes">
      {takes.value.map((take) => (
        <li key={take.id} class="take" data-state={take.state}>
          <Head take={take} />
          {opened.value === take.id && <Body take={take} mayAct={mayAct} />}
        </li>
      ))}
    </ul>
  );
}

function Head({ take }: { take: Take }) {
  const isOpen = opened.value === take.id;
  return (
    <button
      type="button"
      class="button-bare take-head"
      aria-expanded={isOpen}
      onClick={() => {
        opened.value = isOpen ? null : take.id;
      }}
    >
      {has(take, POSTER) ? <img src={addressOf(take, POSTER)} alt="" width="160" height="90" loading="lazy" /> : <span class="take-blank" />}
      <span class="take-told">
        <strong>{t("desk-take", { take: take.id })}</strong>
        <span class="soft">
          <span dir="auto">{take.order.session}</span> · <span dir="ltr">{seconds(take.order.instant_s)}</span>
        </span>
        <span class="take-state">{take.published_at === null ? t(`desk-state-${take.state}`) : t("desk-state-published")}</span>
        <AirLight take={take} />
        {BUSY.includes(take.state) && <progress max="1" value={take.progress} aria-label={t("desk-progress")} />}
      </span>
    </button>
  );
}

function Body({ take, mayAct }: { take: Take; mayAct: boolean }) {
  return (
    <div class="take-body">
      {take.files.length > 0 && <Player take={take} />}
      {take.state === "failed" && <p class="notice">{(take.code !== null && explainCode(take.code)) || take.detail}</p>}
      <p class="soft">{formatMoment(take.triggered_at)}</p>
      {mayAct && <Acts take={take} />}
      <OnAir take={take} mayAct={mayAct} />
      {take.provenance && <Made provenance={take.provenance} />}
    </div>
  );
}

function Acts({ take }: { take: Take }) {
  const [isAsking, setAsking] = useState(false);
  const isUnderWay = BUSY.includes(take.state);
  return (
    <div class="take-acts">
      {take.state === "complete" && (
        <button type="button" class="button" onClick={() => void act(take, take.published_at === null ? "publish" : "withdraw")}>
          {t(take.published_at === null ? "desk-publish" : "desk-withdraw")}
        </button>
      )}
      {isUnderWay ? (
        <button type="button" class="button" onClick={() => void act(take, "cancel")}>
          {t("desk-cancel")}
        </button>
      ) : (
        <button type="button" class="button button-quiet" onClick={() => setAsking(true)}>
          {t("desk-delete")}
        </button>
      )}
      {isAsking && (
        <Modal titleId="delete-title" onClose={() => setAsking(false)}>
          <h2 id="delete-title">{t("desk-delete-title", { take: take.id })}</h2>
          <p>{t("desk-delete-sure")}</p>
          <div class="take-acts">
            <button type="button" class="button button-primary" onClick={() => void remove(take).then(() => setAsking(false))}>
              {t("desk-delete")}
            </button>
            <button type="button" class="button" onClick={() => setAsking(false)}>
              {t("desk-keep")}
            </button>
          </div>
        </Modal>
      )}
    </div>
  );
}

/** How it was made: which cameras, how sure, how long each step took. */
function Made({ provenance }: { provenance: Provenance }) {
  const dropped = provenance.cameras.filter(({ dropped: why }) => why !== null);
  const used = provenance.cameras.length - dropped.length;
  return (
    <details class="made">
      <summary>{t("desk-made", { used: count(used), all: count(provenance.cameras.length) })}</summary>
      {dropped.length > 0 && (
        <ul>
          {dropped.map(({ id, dropped: why }) => (
            <li key={id}>
              <strong dir="ltr">{id}</strong>{" "}
              <span dir="auto" lang="en">
                {why}
              </span>
            </li>
          ))}
        </ul>
      )}
      {provenance.moving && (
        <p>{t("desk-made-moving", { shown: count(provenance.moving.shown), wanted: count(provenance.moving.wanted) })}</p>
      )}
      <table class="rows">
        <caption>{t("desk-took")}</caption>
        <tbody>
          {Object.entries(provenance.took_s).map(([step, took]) => (
            <tr key={step}>
              <th scope="row" lang="en">
                {step}
              </th>
              <td dir="ltr">{seconds(took)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="soft" dir="ltr" lang="en">
        {provenance.rig} · {provenance.rig_digest.slice(0, 12)} · {provenance.version}
      </p>
    </details>
  );
}
