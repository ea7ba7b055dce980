import { useSignal } from "@preact/signals";
import { announce } from "../kit/announcer";
import { ThumbIcon } from "../kit/icons";
import { explain, t } from "../kit/text";
import type { Turn, Verdict } from "./answer";
import { judge, type Reason, REASONS } from "./stored-api";
import { change } from "./talk";

const REASON_WORDS: Readonly<Record<Reason, string>> = {
  wrong: "assistant-reason-wrong",
  not_asked: "assistant-reason-not-asked",
  incomplete: "assistant-reason-incomplete",
  unclear: "assistant-reason-unclear",
  language: "assistant-reason-language",
  slow: "assistant-reason-slow",
  other: "assistant-reason-other",
};

/** What she thinks of an answer; of a bad one also why, where she wants to say so. */
export function Feedback({ turn, answer }: { turn: Turn; answer: string }) {
  const isAsked = useSignal(false);
  const fault = useSignal<string | null>(null);
  const say = async (verdict: Verdict, reason: Reason | null) => {
    fault.value = null;
    change(turn.id, (each) => ({ ...each, verdict }));
    isAsked.value = verdict === "bad" && reason === null;
    try {
      await judge(answer, verdict, reason, null);
      announce(t("assistant-thanks"));
    } catch (error) {
      fault.value = explain(error);
      change(turn.id, (each) => ({ ...each, verdict: turn.verdict }));
    }
  };
  return (
    <div class="feedback">
      <div class="thumbs">
        <Thumb name={t("assistant-good")} isPressed={turn.verdict === "good"} onClick={() => void say("good", null)} />
        <Thumb name={t("assistant-bad")} isPressed={turn.verdict === "bad"} isDown onClick={() => void say("bad", null)} />
      </div>
      {isAsked.value && (
        <fieldset class="reasons" ref={uncover}>
          <legend>{t("assistant-reason")}</legend>
          {REASONS.map((reason) => (
            <button key={reason} type="button" class="suggestion" onClick={() => void say("bad", reason)}>
              {t(REASON_WORDS[reason])}
            </button>
          ))}
        </fieldset>
      )}
      {fault.value !== null && (
        <p class="feedback-fault" role="alert">
          {fault.value}
        </p>
      )}
      {!isAsked.value && fault.value === null && turn.verdict !== null && <p class="soft">{t("assistant-thanks")}</p>}
    </div>
  );
}

/** What opens at the foot of an answer is not left behind the field below. */
const uncover = (reasons: HTMLElement | null): void => reasons?.scrollIntoView({ block: "nearest", behavior: "instant" });

interface ThumbProps {
  readonly name: string;
  readonly isPressed: boolean;
  readonly isDown?: boolean;
  readonly onClick: () => void;
}

const Thumb = ({ name, isPressed, isDown = false, onClick }: ThumbProps) => (
  <button type="button" class="button-icon thumb" data-down={isDown} aria-label={name} title={name} aria-pressed={isPressed} onClick={onClick}>
    <ThumbIcon />
  </button>
);
