import { useSignal } from "@preact/signals";
import { announce } from "../kit/announcer";
import type { PoolAct } from "../kit/contract";
import { explain, t } from "../kit/text";
import { act } from "./desk";
import { Modal } from "./modal";

const REASON_CHARS_MIN = 3;
const REASON_CHARS_MAX = 500;

export function ReasonDialog({ pool, act: name, onClose }: { pool: number; act: PoolAct; onClose: () => void }) {
  const reason = useSignal("");
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
  const limits = { min: REASON_CHARS_MIN, max: REASON_CHARS_MAX };

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    const given = reason.value.trim();
    const chars = [...given].length;
    if (chars < REASON_CHARS_MIN || chars > REASON_CHARS_MAX) {
      wrong.value = t("console-reason-missing", limits);
      document.getElementById("reason")?.focus();
      return;
    }
    busy.value = true;
    wrong.value = null;
    try {
      await act(pool, name, given);
      announce(t(`console-done-${name}`));
      onClose();
    } catch (error) {
      wrong.value = explain(error);
    } finally {
      busy.value = false;
    }
  };

  return (
    <Modal titleId="reason-title" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <h2 id="reason-title">{t(`console-ask-${name}`)}</h2>
        <p class="soft">{t(`console-effect-${name}`)}</p>
        <div class="field">
          <label class="field-label" for="reason">
            {t("console-reason")}
          </label>
          <textarea
            id="reason"
            class="field-input"
            dir="auto"
            required
            autofocus
            aria-describedby="reason-hint reason-wrong"
            aria-invalid={wrong.value !== null}
            value={reason.value}
            onInput={(event) => (reason.value = event.currentTarget.value)}
          />
          <p class="field-hint" id="reason-hint">
            {t("console-reason-hint", limits)}
          </p>
          <p class="field-error" id="reason-wrong" role="alert">
            {wrong.value}
          </p>
        </div>
        <div class="dialog-acts">
          <button type="button" class="button button-quiet" onClick={onClose}>
            {t("kit-cancel")}
          </button>
          <button type="submit" class="button button-primary button-compact" aria-busy={busy.value}>
            {t(`console-confirm-${name}`)}
          </button>
        </div>
      </form>
    </Modal>
  );
}
