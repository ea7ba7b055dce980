import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import { formatMoment } from "../../kit/dates";
import { type Draw, drawFileAddress, listDraws } from "../../kit/gifts";
import { DownloadIcon, KeyIcon, SealIcon } from "../../kit/icons";
import { Notice } from "../../kit/notice";
import { session } from "../../kit/session";
import { t } from "../../kit/text";
import { closeDraw, holdDraw } from "../api";
import { Field } from "../field";
import { ReasonDialog } from "../reason-dialog";
import { useRemote } from "../remote";
import { SmallFigure } from "./invites";

const LOOK_AGAIN_MS = 10_000;
const STATE_MARKS = { entering: "open", closed: "scheduled", drawn: "revealed" };

/** Each draw: what was fixed before, what is published by now, and what comes next. */
export function DrawsPart() {
  const listed = useRemote(listDraws, LOOK_AGAIN_MS);
  return (
    <section class="room-part" aria-labelledby="draws-title">
      <h2 id="draws-title">{t("console-draws")}</h2>
      {listed.error !== undefined && <Notice error={listed.error} onRetry={() => void listed.reload()} />}
      {listed.value?.length === 0 && <p class="soft">{t("console-draws-none")}</p>}
      <ul class="entries">
        {listed.value?.map((draw) => (
          <DrawEntry key={draw.id} draw={draw} onDone={listed.reload} />
        ))}
      </ul>
    </section>
  );
}

function DrawEntry({ draw, onDone }: { draw: Draw; onDone: () => Promise<void> }) {
  const asked = useSignal(false);
  const isOperator = session.value?.role === "operator";
  const next = draw.state === "entering" ? "console-seal-tickets" : "console-hold-draw";
  const name = t("console-draw", { number: String(draw.id) });
  return (
    <li class="entry">
      <div>
        <h3>{name}</h3>
        <p class="state" data-state={STATE_MARKS[draw.state]}>
          {t(`console-draw-${draw.state}`)}
        </p>
        <ul class="times">
          <li>{t("console-opens-at", { time: formatMoment(draw.opens_at) })}</li>
          <li>{t("console-closes-at", { time: formatMoment(draw.closes_at) })}</li>
          {draw.beacon && (
            <li>
              {t("console-beacon")}: <bdi>{draw.beacon}</bdi>
            </li>
          )}
        </ul>
        <dl class="small-figures">
          <SmallFigure name={t("console-column-winners")} value={draw.winners} />
          {draw.entries !== null && <SmallFigure name={t("console-column-entries")} value={draw.entries} />}
        </dl>
        <dl class="digests">
          <Digest name={t("console-commitment")} value={draw.commitment} />
          {draw.root && <Digest name={t("fan-draw-root")} value={draw.root} />}
          {draw.seed && <Digest name={t("console-seed")} value={draw.seed} />}
          {draw.beacon_value && <Digest name={t("console-beacon")} value={draw.beacon_value} />}
        </dl>
      </div>
      <div class="controls">
        {draw.state === "drawn" && (
          <a class="button" href={drawFileAddress(draw.id)} download={`draw-${draw.id}.txt`}>
            <DownloadIcon />
            {t("fan-draw-file")}
          </a>
        )}
        {isOperator && draw.state !== "drawn" && (
          <button type="button" class="button" onClick={() => (asked.value = true)}>
            {draw.state === "entering" ? <SealIcon /> : <KeyIcon />}
            {t(next)}
            <span class="unseen">: {name}</span>
          </button>
        )}
      </div>
      {asked.value && <DrawDialog draw={draw} onDone={onDone} onClose={() => (asked.value = false)} />}
    </li>
  );
}

const Digest = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd class="digest" dir="ltr" translate={false}>
      {value}
    </dd>
  </div>
);

/** Seals the tickets of a draw, or draws the winners of one whose tickets are sealed. */
function DrawDialog({ draw, onDone, onClose }: { draw: Draw; onDone: () => Promise<void>; onClose: () => void }) {
  const sealing = draw.state === "entering";
  const confirm = t(sealing ? "console-seal-tickets" : "console-hold-draw");
  const perform = async (reason: string, form: FormData) => {
    if (sealing) await closeDraw(draw.id, reason);
    else await holdDraw(draw.id, String(form.get("beacon") ?? "").trim(), reason);
    announce(t("console-saved"));
    await onDone();
    return null;
  };
  return (
    <ReasonDialog
      title={`${confirm}: ${t("console-draw", { number: String(draw.id) })}`}
      effect={t(sealing ? "console-seal-tickets-effect" : "console-hold-draw-effect")}
      confirm={confirm}
      perform={perform}
      onClose={onClose}
    >
      {!sealing && draw.beacon && (
        <Field id="beacon" name={t("console-beacon")} hint={draw.beacon}>
          <input class="field-input" id="beacon" name="beacon" dir="ltr" maxLength={1_000} autofocus aria-describedby="beacon-hint" />
        </Field>
      )}
    </ReasonDialog>
  );
}
