import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { announce } from "../kit/announcer";
import { ENDONYMS, LANGUAGES, localeTag } from "../kit/language";
import { explain, t } from "../kit/text";
import { addPool } from "./desk";
import { draftPool, OCCASIONS_MAX } from "./draft";
import { Modal } from "./modal";

/** The form of a new pool. It starts as a draft, which nobody sees until an operator opens it. */
export function NewPoolDialog({ onClose }: { onClose: () => void }) {
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
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
    <Modal titleId="new-pool-title" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <h2 id="new-pool-title">{t("console-new-pool")}</h2>
        <fieldset>
          <legend class="field-label">{t("console-form-titles")}</legend>
          <p class="field-hint">{t("console-form-titles-hint")}</p>
          <div class="form-pairs">
            {LANGUAGES.map((language) => (
              <label key={language} class="field">
                <span class="field-hint" lang={localeTag(language)}>
                  {ENDONYMS[language]}
                </span>
                <input class="field-input" name={`title-${language}`} lang={localeTag(language)} dir="auto" maxLength={120} />
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset>
          <legend class="field-label">{t("console-form-budget")}</legend>
          <div class="form-pairs">
            <Field id="total" name={t("console-form-total")}>
              <input class="field-input figure" id="total" name="total" inputMode="decimal" dir="ltr" maxLength={16} />
            </Field>
            <Field id="currency" name={t("console-form-currency")}>
              <input class="field-input" id="currency" name="currency" defaultValue="CNY" dir="ltr" maxLength={3} />
            </Field>
            <Field id="shares" name={t("console-form-shares")}>
              <input class="field-input figure" id="shares" name="shares" inputMode="numeric" dir="ltr" maxLength={10} />
            </Field>
            <Field id="minimum" name={t("console-form-minimum")}>
              <input class="field-input figure" id="minimum" name="minimum" inputMode="decimal" defaultValue="0.01" dir="ltr" maxLength={16} />
            </Field>
            <Field id="curve" name={t("console-form-curve")}>
              <select class="field-input" id="curve" name="curve">
                <option value="uniform">{t("console-form-curve-uniform")}</option>
                <option value="equal">{t("console-form-curve-equal")}</option>
              </select>
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

interface FieldProps {
  /** The name in the form data, and the id. */
  readonly id: string;
  readonly name: string;
  readonly hint?: string;
  readonly children: ComponentChildren;
}

function Field({ id, name, hint, children }: FieldProps) {
  return (
    <div class="field">
      <label class="field-hint" for={id}>
        {name}
      </label>
      {children}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
