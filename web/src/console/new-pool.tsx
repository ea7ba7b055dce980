import { useSignal } from "@preact/signals";
import { announce } from "../kit/announcer";
import { ENDONYMS, LANGUAGES, type Language, localeTag } from "../kit/language";
import { Modal } from "../kit/modal";
import { explain, language, t } from "../kit/text";
import { BudgetFields } from "./budget-fields";
import { addPool } from "./desk";
import { draftPool, OCCASIONS_MAX } from "./draft";
import { Field } from "./field";

/** The form of a new pool. It starts as a draft, which nobody sees until an operator opens it. */
export function NewPoolDialog({ onClose }: { onClose: () => void }) {
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
  // Hers and the one that fans of every other language fall back to.
  const shownFirst = LANGUAGES.filter((known) => known === language() || known === "en");
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    if (busy.value) return;
    const draft = draftPool(new FormData(event.currentTarget));
    if ("wrong" in draft) {
      wrong.value = t(draft.wrong, { max: OCCASIONS_MAX });
      return;
    }
    busy.value = true;
    wrong.value = null;
    try {
      await addPool(draft.pool);
      announce(t("console-form-done"));
      onClose();
    } catch (error) {
      wrong.value = explain(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <Modal titleId="new-pool-title" name="wide" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <h2 id="new-pool-title">{t("console-new-pool")}</h2>
        <fieldset>
          <legend class="field-label">{t("console-form-titles")}</legend>
          <p class="field-hint">{t("console-form-titles-hint")}</p>
          <Titles languages={shownFirst} />
          <details class="more-titles">
            <summary>{t("console-form-titles-more")}</summary>
            <Titles languages={LANGUAGES.filter((known) => !shownFirst.includes(known))} />
          </details>
        </fieldset>
        <fieldset>
          <legend class="field-label">{t("console-form-budget")}</legend>
          <BudgetFields />
        </fieldset>
        <fieldset>
          <legend class="field-label">{t("console-form-times")}</legend>
          <p class="field-hint">{t("console-form-times-hint")}</p>
          <div class="form-pairs">
            <Field id="opens-at" name={t("console-form-opens-at")}>
              <input class="field-input" id="opens-at" name="opens-at" type="datetime-local" />
            </Field>
            <Field id="closes-at" name={t("console-form-closes-at")}>
              <input class="field-input" id="closes-at" name="closes-at" type="datetime-local" />
            </Field>
            <Field id="valid-until" name={t("console-form-valid-until")}>
              <input class="field-input" id="valid-until" name="valid-until" type="datetime-local" />
            </Field>
          </div>
        </fieldset>
        <Field id="occasions" name={t("console-form-occasions")} hint={t("console-form-occasions-hint")}>
          <input class="field-input" id="occasions" name="occasions" defaultValue="launch" dir="ltr" maxLength={200} aria-describedby="occasions-hint" />
        </Field>
        <p class="field-error" role="alert">
          {wrong.value}
        </p>
        <div class="dialog-acts">
          <button type="button" class="button button-quiet" onClick={onClose}>
            {t("kit-cancel")}
          </button>
          <button type="submit" class="button button-primary button-compact" aria-busy={busy.value}>
            {t("console-form-submit")}
          </button>
        </div>
      </form>
    </Modal>
  );
}

const Titles = ({ languages }: { languages: readonly Language[] }) => (
  <div class="form-pairs">
    {languages.map((each) => (
      <label key={each} class="field">
        <span class="field-hint" lang={localeTag(each)}>
          {ENDONYMS[each]}
        </span>
        <input class="field-input" name={`title-${each}`} lang={localeTag(each)} dir="auto" maxLength={120} />
      </label>
    ))}
  </div>
);
