import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { CheckIcon, ClockIcon, CrossIcon } from "../kit/icons";
import { t } from "../kit/text";
import type { Confirm, Turn } from "./answer";
import { agree, decline, isInTime } from "./talk";

/** Longer than this no browser waits. */
const WAIT_MS_MAX = 2 ** 31 - 1;

/** An act that waits for her word. */
export function Confirming({ turn, confirm }: { turn: Turn; confirm: Confirm }) {
  const isOpen = useSignal(isInTime(confirm));
  useEffect(() => {
    const leftMs = Math.min(Date.parse(confirm.expires_at) - Date.now(), WAIT_MS_MAX);
    const timer = setTimeout(() => (isOpen.value = isInTime(confirm)), Math.max(0, leftMs) + 1);
    return () => clearTimeout(timer);
  }, [confirm.expires_at]);
  return (
    <section class="confirm" data-word={turn.word} aria-label={confirm.button}>
      <p class="confirm-text">{confirm.text}</p>
      {turn.word === "waiting" && isOpen.value ? (
        <div class="confirm-acts">
          <button type="button" class="button button-primary" onClick={() => agree(turn, confirm.button)}>
            {confirm.button}
          </button>
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
