import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { announce } from "../kit/announcer";
import { Modal } from "../kit/modal";
import { explain, t } from "../kit/text";

export const REASON_CHARS_MIN = 3;
export const REASON_CHARS_MAX = 500;

interface ReasonDialogProps {
  readonly title: string;
  /** What it does, where the title does not say it all. */
  readonly effect?: string;
  /** The word on the button that does it. */
  readonly confirm: string;
  /** What is said when it is done; perform may say it itself. */
  readonly done?: string;
  /** Does it, once; returns what is wrong with the fields in words, or null when it is done. */
  readonly perform: (reason: string, form: FormData) => Promise<string | null>;
  readonly onClose: () => void;
  /** The fields that this act has besides its reason. */
  readonly children?: ComponentChildren;
}

/** Asks for the reason of an act, and for what else it needs, before it is done. */
export function ReasonDialog({ title, effect, confirm, done, perform, onClose, children }: ReasonDialogProps) {
  const reason = useSignal("");
  const wrong = useSignal<string | null>(null);
  const wrongReason = useSignal<string | null>(null);
  const busy = useSignal(false);
  const limits = { min: REASON_CHARS_MIN, max: REASON_CHARS_MAX };

  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    if (busy.value) return;
    const given = reason.value.trim();
    const chars = [...given].length;
    wrong.value = null;
    wrongReason.value = chars < REASON_CHARS_MIN || chars > REASON_CHARS_MAX ? t("console-reason-missing", limits) : null;
    if (wrongReason.value !== null) {
      document.getElementById("reason")?.focus();
      return;
    }
    busy.value = true;
    try {
      wrong.value = await perform(given, new FormData(event.currentTarget));
      if (wrong.value !== null) return;
      if (done !== undefined) announce(done);
      onClose();
    } catch (error) {
      wrong.value = explain(error);
    } finally {
      busy.value = false;
    }
  };

  return (
    <Modal titleId="act-title" onClose={onClose}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <h2 id="act-title" dir="auto">
          {title}
        </h2>
        {effect !== undefined && <p class="soft">{effect}</p>}
        {children}
        <div class="field">
          <label class="field-label" for="reason">
            {t("console-reason")}
          </label>
          <textarea
            id="reason"
            class="field-input"
            dir="auto"
            required
            autofocus={!children}
            aria-describedby="reason-hint reason-wrong"
            aria-invalid={wrongReason.value !== null}
            value={reason.value}
            onInput={(event) => (reason.value = event.currentTarget.value)}
          />
          <p class="field-hint" id="reason-hint">
            {t("console-reason-hint", limits)}
          </p>
          <p class="field-error" id="reason-wrong" role="alert">
            {wrongReason.value ?? wrong.value}
          </p>
        </div>
        <div class="dialog-acts">
          <button type="button" class="button button-quiet" onClick={onClose}>
            {t("kit-cancel")}
          </button>
          <button type="submit" class="button button-primary button-compact" aria-busy={busy.value}>
            {confirm}
          </button>
        </div>
      </form>
    </Modal>
  );
}
