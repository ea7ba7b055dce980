import { t } from "../kit/text";
import type { Books } from "../kit/contract";
import { ActDialog } from "./act-dialog";
import { pace } from "./desk";
import { Field } from "./field";

/** How many shares a pool gives in a second; nothing stands for as many as it can. */
export function PaceDialog({ books, onClose }: { books: Books; onClose: () => void }) {
  const perform = async (reason: string, form: FormData) => {
    const given = String(form.get("pace")).trim();
    const perSecond = given === "" ? 0 : Number(given);
    if (!Number.isSafeInteger(perSecond) || perSecond < 0) return t("console-pace-wrong");
    await pace(books.pool, reason, perSecond);
    return null;
  };
  return (
    <ActDialog word="pace" perform={perform} onClose={onClose}>
      <Field id="pace" name={t("console-pace-shares")}>
        <input class="field-input" id="pace" name="pace" type="number" min="0" step="1" inputMode="numeric" autofocus />
      </Field>
    </ActDialog>
  );
}
