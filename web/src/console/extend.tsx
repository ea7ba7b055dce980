import type { Books } from "../kit/contract";
import { toLocalInput } from "../kit/dates";
import { t } from "../kit/text";
import { ActDialog } from "./act-dialog";
import { extend } from "./desk";
import { Field } from "./field";

/** Moves the end of the validity of a whole pool. */
export function ExtendDialog({ books, onClose }: { books: Books; onClose: () => void }) {
  const perform = async (reason: string, form: FormData) => {
    const until = new Date(String(form.get("until")));
    if (!(until.getTime() > Date.parse(books.valid_until ?? ""))) return t("console-extend-wrong");
    await extend(books.pool, reason, until.toISOString());
    return null;
  };
  return (
    <ActDialog word="extend" perform={perform} onClose={onClose}>
      <Field id="until" name={t("console-extend-until")}>
        <input
          class="field-input"
          id="until"
          name="until"
          type="datetime-local"
          required
          autofocus
          defaultValue={books.valid_until === null ? "" : toLocalInput(new Date(books.valid_until))}
        />
      </Field>
    </ActDialog>
  );
}
