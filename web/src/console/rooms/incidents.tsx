import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import { formatMoment } from "../../kit/dates";
import { CheckIcon, PlusIcon } from "../../kit/icons";
import { ENDONYMS, type Language, localeTag, pickText } from "../../kit/language";
import { Modal } from "../../kit/modal";
import { Notice } from "../../kit/notice";
import { session } from "../../kit/session";
import { explain, language, t } from "../../kit/text";
import type { Incident, IncidentKind } from "../answers";
import { endIncident, listIncidents, writeIncident } from "../api";
import { Field } from "../field";
import { useRemote } from "../remote";

const LOOK_AGAIN_MS = 10_000;
const TEXT_CHARS_MAX = 500;
const KINDS: readonly IncidentKind[] = ["notice", "trouble", "outage"];

/** What everybody is told on the status page, until it is over. */
export function Incidents() {
  const listed = useRemote(listIncidents, LOOK_AGAIN_MS);
  const writing = useSignal(false);
  const isOperator = session.value?.role === "operator";
  return (
    <section class="room-part" aria-labelledby="incidents-title">
      <div class="section-head">
        <h2 id="incidents-title">{t("console-incidents")}</h2>
        <div class="controls">
          <a class="button button-quiet" href="/status">
            {t("console-status-page")}
          </a>
          {isOperator && (
            <button type="button" class="button" onClick={() => (writing.value = true)}>
              <PlusIcon />
              {t("console-incident-write")}
            </button>
          )}
        </div>
      </div>
      <p class="soft">{t("console-incidents-lead")}</p>
      {listed.error !== undefined && <Notice error={listed.error} onRetry={() => void listed.reload()} />}
      {listed.value?.length === 0 && <p class="soft">{t("console-incidents-none")}</p>}
      <ul class="entries">
        {listed.value?.map((incident) => (
          <IncidentEntry key={incident.id} incident={incident} onEnded={isOperator ? listed.reload : undefined} />
        ))}
      </ul>
      {writing.value && <WritingDialog onDone={listed.reload} onClose={() => (writing.value = false)} />}
    </section>
  );
}

function IncidentEntry({ incident: { id, kind, texts, began_at, ended_at }, onEnded }: { incident: Incident; onEnded: (() => Promise<void>) | undefined }) {
  const text = pickText(texts, language());
  const end = async () => {
    try {
      await endIncident(id);
      announce(t("console-saved"));
    } catch (error) {
      announce(explain(error));
    }
    await onEnded?.();
  };
  return (
    <li class="entry">
      <div>
        <h3>{t(`console-incident-${kind}`)}</h3>
        <p lang={text.lang} dir="auto">
          {text.text}
        </p>
        <p class="soft">
          {ended_at === null ? t("console-switch-since", { date: formatMoment(began_at) }) : t("console-incident-ended", { date: formatMoment(ended_at) })}
        </p>
      </div>
      {onEnded && ended_at === null && (
        <button type="button" class="button" onClick={() => void end()}>
          <CheckIcon />
          {t("console-incident-end")}
          <span class="unseen" dir="auto">
            : {text.text}
          </span>
        </button>
      )}
    </li>
  );
}

function WritingDialog({ onDone, onClose }: { onDone: () => Promise<void>; onClose: () => void }) {
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
  const mine = language();
  const asked: readonly Language[] = mine === "en" ? ["en"] : [mine, "en"];
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    if (busy.value) return;
    const form = new FormData(event.currentTarget);
    const texts = Object.fromEntries(asked.map((each) => [each, String(form.get(`text-${each}`)).trim()]).filter(([, text]) => text !== ""));
    busy.value = true;
    wrong.value = null;
    try {
      await writeIncident(form.get("kind") as IncidentKind, texts);
      announce(t("console-saved"));
      await onDone();
      onClose();
    } catch (error) {
      wrong.value = explain(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <Modal titleId="incident-title" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <h2 id="incident-title">{t("console-incident-write")}</h2>
        <p class="soft">{t("console-incidents-lead")}</p>
        <Field id="kind" name={t("console-category")}>
          <select class="field-input" id="kind" name="kind" autofocus>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`console-incident-${kind}`)}
              </option>
            ))}
          </select>
        </Field>
        {asked.map((each) => (
          <Field key={each} id={`text-${each}`} name={ENDONYMS[each]}>
            <textarea class="field-input" id={`text-${each}`} name={`text-${each}`} lang={localeTag(each)} dir="auto" maxLength={TEXT_CHARS_MAX} />
          </Field>
        ))}
        <p class="field-error" role="alert">
          {wrong.value}
        </p>
        <div class="dialog-acts">
          <button type="button" class="button button-quiet" onClick={onClose}>
            {t("kit-cancel")}
          </button>
          <button type="submit" class="button button-primary button-compact" aria-busy={busy.value}>
            {t("console-incident-write")}
          </button>
        </div>
      </form>
    </Modal>
  );
}
