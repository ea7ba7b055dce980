import type { Books } from "../kit/contract";
import { t } from "../kit/text";
import { ActDialog } from "./act-dialog";
import { BudgetFields } from "./budget-fields";
import { propose } from "./desk";
import { draftBudget } from "./draft";

/** Proposes more shares for a pool; nothing changes until a second operator approves. */
export function RaiseDialog({ books, onClose }: { books: Books; onClose: () => void }) {
  const perform = async (reason: string, form: FormData) => {
    const draft = draftBudget(form, books.currency);
    if ("wrong" in draft) return t(draft.wrong);
    await propose(books.pool, reason, draft.budget);
    return null;
  };
  return (
    <ActDialog word="raise" perform={perform} onClose={onClose}>
      <fieldset>
        <legend class="field-label">{t("console-raise-budget", { currency: books.currency })}</legend>
        <BudgetFields currency={books.currency} />
      </fieldset>
    </ActDialog>
  );
}
