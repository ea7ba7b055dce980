import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Modal } from "../../kit/modal";
import { explain, t } from "../../kit/text";

interface FormDialogProps {
  readonly title: string;
  readonly text?: string;
  /** The word on the button that does it. */
  readonly submit: string;
  /** Does it, once; returns what is wrong with the fields in words, or null when it is done. */
  readonly perform: (form: FormData) => Promise<string | null>;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

/** Asks for what something needs before it is done; without fields it asks whether it shall be done at all. */
export function FormDialog({ title, text, submit, perform, onClose, children }: FormDialogProps) {
  const wrong = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const send = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (isBusy.value || !form.reportValidity()) return;
    isBusy.value = true;
    wrong.value = null;
    try {
      wrong.value = await perform(new FormData(form));
      if (wrong.value === null) onClose();
    } catch (error) {
      wrong.value = explain(error);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <Modal titleId="dialog-title" onClose={onClose}>
      <form onSubmit={(event) => void send(event)}>
        <h2 id="dialog-title">{title}</h2>
        {text !== undefined && <p class="soft">{text}</p>}
        {children}
        <p class="field-error" role="alert">
          {wrong.value}
        </p>
        <div class="dialog-acts">
          <button type="button" class="button button-quiet" onClick={onClose}>
            {t("kit-cancel")}
          </button>
          <button type="submit" class="button button-primary button-compact" aria-busy={isBusy.value}>
            {submit}
          </button>
        </div>
      </form>
    </Modal>
  );
}
