import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { CheckIcon, ClockIcon, CrossIcon } from "../kit/icons";
import { t } from "../kit/text";
import type { Turn } from "./answer";
import { agree, decline, isInTime } from "./talk";

/** Longer than this no browser waits. */
const WAIT_MS_MAX = 2 ** 31 - 1;

/** Acts that wait for her word: one, or several of which she chooses one. */
export function Confirming({ turn }: { turn: Turn }) {
  const { offers, word } = turn;
  const open = useSignal(offers.filter(isInTime));
  useEffect(() => {
    const look = () => (open.value = offers.filter(isInTime));
    const timers = offers.map(({ expires_at }) => {
      const leftMs = Math.min(Date.parse(expires_at) - Date.now(), WAIT_MS_MAX);
      return setTimeout(look, Math.max(0, leftMs) + 1);
    });
    look();
    return () => timers.forEach(clearTimeout);
  }, [offers]);
  const isOpen = word === "waiting" && open.value.length > 0;
  const only = offers.length === 1 ? offers[0] : undefined;
  return (
    <section class="confirm" data-word={word} data-several={!only} aria-label={only ? only.button : t("assistant-which")}>
      {only && <p class="confirm-text">{only.text}</p>}
      {isOpen ? (
        <div class="confirm-acts">
          {open.value.map((offer) => (
            <button
              key={offer.token}
              type="button"
              class={only ? "button button-primary" : "button"}
              title={only ? undefined : offer.text}
              onClick={() => agree(turn, offer, offer.button)}
            >
              {offer.button}
            </button>
          ))}
          <button type="button" class="button" onClick={() => decline(turn, null)}>
            {t("kit-cancel")}
          </button>
        </div>
      ) : (
        <Outcome turn={turn} />
      )}
    </section>
  );
}

function Outcome({ turn: { word } }: { turn: Turn }) {
  const [Icon, text] = {
    given: [CheckIcon, t("assistant-agreed")] as const,
    dropped: [CrossIcon, t("assistant-dropped")] as const,
    waiting: [ClockIcon, t("assistant-expired")] as const,
  }[word];
  return (
    <p class="confirm-outcome">
      <Icon />
      {text}
    </p>
  );
}
