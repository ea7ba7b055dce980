import { useSignal } from "@preact/signals";
import { announce } from "../../kit/announcer";
import type { Category } from "../../kit/gifts";
import { Modal } from "../../kit/modal";
import { explain, t } from "../../kit/text";
import { addMerchant } from "../api";
import { Field } from "../field";
import { CapacityFields, capacityOf } from "./capacity";

const CATEGORIES: readonly Category[] = ["drink", "food", "entertainment", "leisure"];
const USUAL = { per_minute: 30, open_max: 30, stock: null };

/** Adds a merchant, and shows the secret of its orders this once. */
export function NewMerchantDialog({ onDone, onClose }: { onDone: () => Promise<void>; onClose: () => void }) {
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
  const secret = useSignal<string | null>(null);
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    if (busy.value) return;
    const form = new FormData(event.currentTarget);
    const capacity = capacityOf(form);
    wrong.value = capacity === null ? t("console-numbers-wrong") : null;
    if (capacity === null) return;
    busy.value = true;
    try {
      const plan = {
        name: String(form.get("name")).trim(),
        category: form.get("category") as Category,
        capacity,
        webhook: String(form.get("webhook")).trim(),
      };
      secret.value = (await addMerchant(plan)).secret;
      announce(t("console-saved"));
      await onDone();
    } catch (error) {
      wrong.value = explain(error);
    } finally {
      busy.value = false;
    }
  };
  if (secret.value !== null) return <Secret secret={secret.value} onClose={onClose} />;
  return (
    <Modal titleId="merchant-title" name="wide" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <h2 id="merchant-title">{t("console-new-merchant")}</h2>
        <div class="form-pairs">
          <Field id="name" name={t("console-merchant-name")}>
            <input class="field-input" id="name" name="name" dir="auto" maxLength={120} autofocus />
          </Field>
          <Field id="category" name={t("console-category")}>
            <select class="field-input" id="category" name="category">
              {CATEGORIES.map((category) => (
                <option key={category} value={category}>
                  {t(`fan-category-${category}`)}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <CapacityFields capacity={USUAL} />
        <Field id="webhook" name={t("console-webhook")} hint={t("console-webhook-hint")}>
          <input class="field-input" id="webhook" name="webhook" type="url" dir="ltr" maxLength={500} aria-describedby="webhook-hint" />
        </Field>
        <p class="field-error" role="alert">
          {wrong.value}
        </p>
        <div class="dialog-acts">
          <button type="button" class="button button-quiet" onClick={onClose}>
            {t("kit-cancel")}
          </button>
          <button type="submit" class="button button-primary button-compact" aria-busy={busy.value}>
            {t("console-new-merchant")}
          </button>
        </div>
      </form>
    </Modal>
  );
}

const Secret = ({ secret, onClose }: { secret: string; onClose: () => void }) => (
  <Modal titleId="secret-title" onClose={onClose}>
    <div class="secret">
      <h2 id="secret-title">{t("console-secret")}</h2>
      <p class="soft">{t("console-secret-once")}</p>
      <p class="digest" dir="ltr" translate={false}>
        {secret}
      </p>
      <div class="dialog-acts">
        <button type="button" class="button" autofocus onClick={onClose}>
          {t("kit-close")}
        </button>
      </div>
    </div>
  </Modal>
);
