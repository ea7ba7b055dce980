import { formatMoment } from "../../kit/dates";
import { Notice } from "../../kit/notice";
import { count } from "../../kit/numbers";
import { session } from "../../kit/session";
import { t } from "../../kit/text";
import type { DeadLetter } from "../answers";
import { readOutbox, retryLetter } from "../api";
import { useRemote } from "../remote";

const LOOK_AGAIN_MS = 10_000;

/** Messages to merchants and to the other side of an invitation: how many wait, and what was given up. */
export function OutboxPart() {
  const outbox = useRemote(readOutbox, LOOK_AGAIN_MS);
  const now = outbox.value;
  return (
    <section class="room-part" aria-labelledby="outbox-title">
      <h2 id="outbox-title">{t("console-outbox")}</h2>
      {outbox.error !== undefined && <Notice error={outbox.error} onRetry={() => void outbox.reload()} />}
      {now && <p class="soft figure">{t("console-outbox-waiting", { count: count(now.waiting) })}</p>}
      {now?.given_up.length === 0 && <p class="soft">{t("console-outbox-none")}</p>}
      {now && now.given_up.length > 0 && (
        <ul class="entries">
          {now.given_up.map((letter) => (
            <Letter key={`${letter.key} ${letter.id}`} letter={letter} onRetried={outbox.reload} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Letter({ letter, onRetried }: { letter: DeadLetter; onRetried: () => Promise<void> }) {
  const retry = async () => {
    await retryLetter(letter).catch(() => undefined);
    await onRetried();
  };
  return (
    <li class="entry">
      <div>
        <h3>
          <bdi dir="ltr">{letter.kind}</bdi>
        </h3>
        <p class="soft">
          <time dateTime={letter.failed_at}>{formatMoment(letter.failed_at)}</time> · {t("console-outbox-tries", { count: count(letter.attempts) })}
        </p>
        <p lang="en" dir="ltr" class="told">
          {letter.reason}
        </p>
      </div>
      {session.value?.role === "operator" && (
        <button type="button" class="button" onClick={() => void retry()}>
          {t("kit-try-again")}
          <span class="unseen">: {letter.kind}</span>
        </button>
      )}
    </li>
  );
}
