import { useSignal } from "@preact/signals";
import type { Books, Raise } from "../kit/contract";
import { formatMoment } from "../kit/dates";
import { money } from "../kit/money";
import { count } from "../kit/numbers";
import { session } from "../kit/session";
import { t } from "../kit/text";
import { ActDialog } from "./act-dialog";
import { approve, raises } from "./desk";

const SUBJECT_SHOWN = 8;

/** Raises that wait for a second person; who proposed one cannot approve it. */
export function Raises({ books }: { books: Books }) {
  const asked = useSignal<Raise | null>(null);
  const waiting = raises.value.filter((raise) => raise.approved_by === null);
  if (waiting.length === 0) return null;
  const perform = async (reason: string) => {
    if (asked.value) await approve(books.pool, asked.value.id, reason);
    return null;
  };
  return (
    <section class="raises" aria-labelledby="raises-title">
      <h2 id="raises-title">{t("console-raises")}</h2>
      <ul>
        {waiting.map((raise) => (
          <Row key={raise.id} raise={raise} currency={books.currency} onApprove={() => (asked.value = raise)} />
        ))}
      </ul>
      {asked.value && <ActDialog word="approve" perform={perform} onClose={() => (asked.value = null)} />}
    </section>
  );
}

function Row({ raise, currency, onApprove }: { raise: Raise; currency: string; onApprove: () => void }) {
  const mine = session.value?.subject === raise.proposed_by;
  const facts = {
    amount: money(raise.total_minor, currency),
    shares: count(raise.shares),
  };
  return (
    <li class="raise">
      <div>
        <p class="raise-amount">{t("console-raise-of", facts)}</p>
        <p>
          <bdi>{raise.reason}</bdi>
        </p>
        <p class="soft">
          {t("console-raise-by", { who: raise.proposed_by.slice(0, SUBJECT_SHOWN), date: formatMoment(raise.proposed_at) })}{" "}
          {mine && t("console-raise-mine")}
        </p>
      </div>
      {session.value?.role === "operator" && !mine && (
        <button type="button" class="button" onClick={onApprove}>
          {t("console-do-approve")}
        </button>
      )}
    </li>
  );
}
